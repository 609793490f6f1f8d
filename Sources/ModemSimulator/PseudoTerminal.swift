import Glibc

/// A pair of a master, which the simulator holds, and a slave, which other programs open like a tty.
struct PseudoTerminal: Sendable {
    let master: Int32
    /// Kept open, so that the master outlives the programs that open and close the slave.
    let keeper: Int32
    let path: String

    init() throws(SimulatorError) {
        let descriptor = unsafe Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .system("open /dev/ptmx", errno: errno) }
        let number: Int32
        do throws(SimulatorError) {
            number = try PseudoTerminal.unlocked(descriptor)
            path = "/dev/pts/\(number)"
            keeper = unsafe Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
            guard keeper >= 0 else { throw .system("open \(path)", errno: errno) }
        } catch {
            _ = Glibc.close(descriptor)
            throw error
        }
        master = descriptor
        makeRaw()
    }

    /// Unlocks the slave and tells its number, as `unlockpt` and `ptsname` do (Linux: ioctl_tty(2), TIOCSPTLCK and TIOCGPTN).
    private static func unlocked(_ master: Int32) throws(SimulatorError) -> Int32 {
        var lock: Int32 = 0
        var number: Int32 = 0
        guard unsafe ioctl(master, 0x4004_5431, &lock) == 0 else { throw .system("TIOCSPTLCK", errno: errno) }
        guard unsafe ioctl(master, 0x8004_5430, &number) == 0 else { throw .system("TIOCGPTN", errno: errno) }
        return number
    }

    /// Bytes as they are: no echo, no line editing, until the one who opens it says otherwise.
    private func makeRaw() {
        var settings = termios()
        guard unsafe tcgetattr(keeper, &settings) == 0 else { return }
        unsafe cfmakeraw(&settings)
        _ = unsafe tcsetattr(keeper, TCSANOW, &settings)
    }

    /// What nobody reads is lost once the system's buffer is full, as with a real modem.
    func write(_ bytes: [UInt8]) { _ = unsafe Glibc.write(master, bytes, bytes.count) }

    /// The bytes that are there; `nil` where the port is gone.
    func read() -> [UInt8]? { readAvailable(from: master) }

    func close() {
        _ = Glibc.close(keeper)
        _ = Glibc.close(master)
    }
}

/// Up to 4096 bytes of a descriptor that does not block; `nil` at its end.
func readAvailable(from descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe Glibc.read(descriptor, &buffer, buffer.count)
    if count > 0 { return Array(buffer.prefix(count)) }
    return count < 0 && (errno == EAGAIN || errno == EINTR || errno == EIO) ? [] : nil
}
