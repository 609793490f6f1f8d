import Dispatch
import Glibc
import Synchronization

/// A tty opened for a modem: exclusive, raw, and closing it drops no call.
final class SerialDevice: Sendable {
    let descriptor: CInt
    private let isReleased = Mutex(false)

    /// Opens and sets the tty. `baud`: one of ``ModemProfile/rates``, else 115200 is taken; ignored by USB modems.
    init(path: String, baud: Int) throws(SerialPortError) {
        let descriptor = unsafe Glibc.open(path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { throw SerialDevice.openError(errno, path: path) }
        do {
            try SerialDevice.take(descriptor, path: path)
            try SerialDevice.set(descriptor, baud: baud, path: path)
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
    }

    /// Opens it off the event loop: a tty whose modem takes no output can block for 30 s (`closing_wait`), also when it is opened
    /// again meanwhile, and nobody else's modem may wait for it.
    static func opened(path: String, baud: Int) async throws(SerialPortError) -> SerialDevice {
        let result = await withCheckedContinuation { (waiter: CheckedContinuation<Result<SerialDevice, SerialPortError>, Never>) in
            DispatchQueue.global().async {
                waiter.resume(returning: Result { () throws(SerialPortError) in try SerialDevice(path: path, baud: baud) })
            }
        }
        return try result.get()
    }

    /// Lets the next one in at once, and closes off the event loop. To be called after all copies of the descriptor were closed:
    /// the last one to close waits for what the modem does not take.
    /// Called again it does nothing.
    func closeAside() {
        guard
            !isReleased.withLock({ isReleased in
                defer { isReleased = true }; return isReleased
            })
        else { return }
        _ = flock(descriptor, LOCK_UN)
        _ = ioctl(descriptor, UInt(TIOCNXCL))
        _ = tcflush(descriptor, TCIOFLUSH)
        DispatchQueue.global().async { [descriptor] in _ = close(descriptor) }
    }

    private static func openError(_ code: CInt, path: String) -> SerialPortError {
        switch code {
        case ENOENT, ENODEV, ENXIO: .missing(path: path)
        case EACCES, EPERM: .denied(path: path)
        case EBUSY: .held(path: path)
        default: .failed(path: path, detail: unsafe String(cString: strerror(code)))
        }
    }

    private static func take(_ descriptor: CInt, path: String) throws(SerialPortError) {
        var settings = termios()
        guard unsafe tcgetattr(descriptor, &settings) == 0 else { throw .notATerminal(path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw .held(path: path) }
        if !isPseudoTerminal(descriptor) { _ = ioctl(descriptor, UInt(TIOCEXCL)) }
    }

    /// TIOCEXCL outlives this process on a pseudo-terminal that its other side keeps open, and would lock the next one out.
    private static func isPseudoTerminal(_ descriptor: CInt) -> Bool {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return false }
        return (136...143).contains(status.st_rdev >> 8 & 0xFFF)
    }

    /// Raw, one stop bit, no flow control, receiver on, modem control lines ignored, whatever another program left; HUPCL off, so that
    /// closing the port does not hang up.
    private static func set(_ descriptor: CInt, baud: Int, path: String) throws(SerialPortError) {
        var settings = termios()
        guard unsafe tcgetattr(descriptor, &settings) == 0 else { throw openError(errno, path: path) }
        unsafe cfmakeraw(&settings)
        settings.c_cflag |= tcflag_t(CLOCAL | CREAD)
        settings.c_cflag &= ~tcflag_t(UInt32(HUPCL | CSTOPB | PARODD) | UInt32(CRTSCTS))
        settings.c_iflag &= ~tcflag_t(IXOFF | IXANY)
        _ = unsafe cfsetspeed(&settings, speeds[baud] ?? speed_t(B115200))
        guard unsafe tcsetattr(descriptor, TCSANOW, &settings) == 0 else { throw openError(errno, path: path) }
    }

    /// What termios calls the rates.
    static let speeds: [Int: speed_t] = [
        9600: speed_t(B9600), 19_200: speed_t(B19200), 38_400: speed_t(B38400), 57_600: speed_t(B57600),
        115_200: speed_t(B115200), 230_400: speed_t(B230400), 460_800: speed_t(B460800), 921_600: speed_t(B921600),
    ]
}
