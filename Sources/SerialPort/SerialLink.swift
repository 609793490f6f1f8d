import Glibc
public import Modem
public import NIOCore
import NIOPosix

/// ``ByteLink`` over a tty on a SwiftNIO event loop.
public final class SerialLink: ByteLink {
    private let channel: any Channel
    private let handler: NIOLoopBound<LinkHandler>
    private let loopExecutor: LoopExecutor

    /// Runs its jobs on ``loop``.
    public var executor: any SerialExecutor { loopExecutor }
    /// Runs its jobs on ``loop``.
    public var taskExecutor: any TaskExecutor { loopExecutor }

    /// The event loop it runs on.
    public var loop: any EventLoop { channel.eventLoop }

    /// Opens a tty by its path on an event loop. `baud`: one of ``ModemProfile/rates``, else 115200 is taken. Throws a
    /// ``SerialPortError``.
    public static func open(path: String, baud: Int = 115_200, on loop: any EventLoop) async throws -> SerialLink {
        let device = try await SerialDevice.opened(path: path, baud: baud)
        let copy = fcntl(device.descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else {
            device.closeAside()
            throw SerialPortError.failed(path: path, detail: "no descriptor is left")
        }
        do {
            let link = try await NIOPipeBootstrap(group: loop)
                .channelOption(.autoRead, value: false)
                .takingOwnershipOfDescriptor(inputOutput: copy) { channel in
                    channel.eventLoop.makeCompletedFuture { try SerialLink(channel: channel, device: device) }
                }
            return link
        } catch {
            Glibc.close(copy)
            device.closeAside()
            throw SerialPortError.failed(path: path, detail: "\(error)")
        }
    }

    private init(channel: any Channel, device: SerialDevice) throws {
        let handler = LinkHandler(released: { device.closeAside() })
        try channel.pipeline.syncOperations.addHandler(handler)
        self.channel = channel
        loopExecutor = LoopExecutor(channel.eventLoop)
        self.handler = NIOLoopBound(handler, eventLoop: channel.eventLoop)
    }

    /// What came before this has waited in the tty.
    public func start(received: @escaping @Sendable ([UInt8]) -> Void, ended: @escaping @Sendable (LinkEnd) -> Void) {
        handler.value.start(received: received, ended: ended)
        channel.setOption(.autoRead, value: true).whenComplete { _ in }
    }

    /// What the tty does not take yet is queued.
    public func write(_ bytes: [UInt8]) {
        channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil)
    }

    /// Cannot be taken back.
    public func wake(after delay: Duration, _ body: @escaping @Sendable () -> Void) {
        channel.eventLoop.scheduleTask(in: TimeAmount(delay), body)
    }

    /// The port is let go of before `ended` comes, so that it can be opened again at once.
    public func close() {
        channel.eventLoop.execute { [channel, handler] in
            handler.value.willClose()
            channel.close(mode: .all, promise: nil)
        }
    }
}
