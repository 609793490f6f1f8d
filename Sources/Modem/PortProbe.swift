import ATSyntax
import Telephony

/// Finds out whether a tty takes AT commands, without disturbing one that does not: it listens first, sends nothing to a port
/// that speaks something else (satellite positions, diagnostics), and then nothing but `AT`.
public actor PortProbe {
    private static let listening = Duration.milliseconds(300)
    private static let patience = Duration.milliseconds(1200)
    private static let tries = 3

    private let link: any ByteLink
    private var framer = ATFramer()
    private var waiter: CheckedContinuation<Bool, Never>?
    private var asked = 0

    /// That of the link.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe link.executor.asUnownedSerialExecutor() }

    public init(link: any ByteLink) { self.link = link }

    /// Whether it answered `OK`; closes the link in any case.
    public func takesCommands() async -> Bool {
        await withCheckedContinuation { waiter in
            self.waiter = waiter
            link.start(
                received: { [weak self] bytes in self?.assumeIsolated { $0.received(bytes) } },
                ended: { [weak self] _ in self?.assumeIsolated { $0.finish(false) } })
            wake(after: PortProbe.listening)
        }
    }

    private func received(_ bytes: [UInt8]) {
        guard !PortProbe.isForeign(bytes) else { return finish(false) }
        for line in framer.received(bytes) where asked > 0 && (line == "OK" || line == "0") { finish(true) }
    }

    private func ask() {
        guard waiter != nil else { return }
        guard asked < PortProbe.tries else { return finish(false) }
        asked += 1
        link.write(Array("AT\r".utf8))
        wake(after: PortProbe.patience)
    }

    private func wake(after delay: Duration) {
        link.wake(after: delay) { [weak self] in self?.assumeIsolated { $0.ask() } }
    }

    /// Nobody waits for the verdict any more.
    public func giveUp() { finish(false) }

    private func finish(_ verdict: Bool) {
        guard let waiter else { return }
        self.waiter = nil
        link.close()
        waiter.resume(returning: verdict)
    }

    /// NMEA 0183 sentences, or bytes that are no text (HDLC frames of a diagnostic port begin and end with 0x7E).
    static func isForeign(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        if ["$GP", "$GN", "$GL", "$GA", "$BD"].contains(where: text.contains) { return true }
        let odd = bytes.count { $0 >= 0x7E || ($0 < 0x20 && ![0x00, 0x09, 0x0A, 0x0D].contains($0)) }
        return odd * 4 > bytes.count
    }
}
