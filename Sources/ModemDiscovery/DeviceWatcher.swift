import Dispatch
import Glibc

/// The USB devices that may be modems, as they come and go (libudev, the "udev" source, no polling).
public struct DeviceWatcher: Sendable {
    public init() {}

    /// The whole list, first of what is there, then after every change, once the devices were quiet for a moment. Ends when its
    /// reader goes, or throws a ``DiscoveryError``.
    public func devices() -> AsyncThrowingStream<[AttachedDevice], any Error> {
        AsyncThrowingStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
            var ends: [CInt] = [-1, -1]
            guard unsafe pipe(&ends) == 0 else {
                return continuation.finish(throwing: DiscoveryError.unavailable("no descriptor is left"))
            }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            let (stop, stopper) = (ends[0], ends[1])
            continuation.onTermination = { _ in close(stopper) }
            DispatchQueue(label: "udev").async {
                do {
                    var loop = try unsafe UdevLoop(stop: stop)
                    unsafe loop.run { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
                close(stop)
            }
        }
    }
}
