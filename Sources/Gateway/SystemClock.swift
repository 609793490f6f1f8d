import Glibc
public import Telephony

/// The machine's clocks (Linux).
public struct SystemClock: Sendable {
    private let boot: BootID

    /// Reads which start of the machine this is (`/proc/sys/kernel/random/boot_id`), once.
    public init() { boot = SystemClock.bootID() }

    /// The present, by both clocks.
    public func now() -> Moment {
        Moment(
            boot: boot, instant: BootInstant(nanoseconds: SystemClock.read(CLOCK_BOOTTIME)),
            unixMilliseconds: SystemClock.read(CLOCK_REALTIME) / 1_000_000)
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Whether the kernel tells which start of the machine this is: without that nobody knows how old a row is.
    static var knowsBoot: Bool { bootID().rawValue.utf8.count == 16 }

    /// The first 16 of the kernel's 32 hexadecimal digits: it stands in each row several times, and no machine starts so often that
    /// two would be alike.
    private static func bootID() -> BootID {
        let descriptor = unsafe open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return BootID(rawValue: "") }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 36)
        let count = unsafe Glibc.read(descriptor, &bytes, bytes.count)
        let digits = bytes.prefix(max(0, count)).filter { $0 != UInt8(ascii: "-") }
        return BootID(rawValue: String(decoding: digits.prefix(16), as: UTF8.self))
    }
}
