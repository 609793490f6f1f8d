import Glibc

/// Unix sockets for control: one line in, one line out.
enum ControlSocket {
    /// Listens, in the place of a socket that an ended simulator has left behind.
    static func listen(at path: String) throws(SimulatorError) -> Int32 {
        try Remains.clear(path, of: S_IFSOCK)
        let descriptor = try make(flags: Int32(SOCK_NONBLOCK.rawValue))
        try unsafe attach(descriptor, to: path, by: "bind") { unsafe Glibc.bind($0, $1, $2) }
        guard unsafe chmod(path, 0o600) == 0, Glibc.listen(descriptor, 16) == 0 else { throw failed("listen", descriptor) }
        return descriptor
    }

    static func connect(to path: String) throws(SimulatorError) -> Int32 {
        let descriptor = try make(flags: 0)
        try unsafe attach(descriptor, to: path, by: "connect") { unsafe Glibc.connect($0, $1, $2) }
        return descriptor
    }

    /// A client that waits, or `nil`.
    static func accept(_ listener: Int32) -> Int32? {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return nil }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        _ = fcntl(client, F_SETFL, O_NONBLOCK)
        return client
    }

    private static func make(flags: Int32) throws(SimulatorError) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | flags, 0)
        guard descriptor >= 0 else { throw .system("socket", errno: errno) }
        return descriptor
    }

    private static func attach(
        _ descriptor: Int32, to path: String, by call: String,
        _ body: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) throws(SimulatorError) {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else {
            _ = close(descriptor)
            throw .pathTooLong(path)
        }
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw failed("\(call) \(path)", descriptor) }
    }

    private static func failed(_ call: String, _ descriptor: Int32) -> SimulatorError {
        let error = SimulatorError.system(call, errno: errno)
        _ = close(descriptor)
        return error
    }
}
