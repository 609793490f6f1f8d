import Glibc

/// Speaks to a simulator in another process.
public enum SimulatorControl {
    /// Sends one line (`ring modem0 +919812345678 rings=3`) to a control socket and returns the answer behind `ok`. Blocks until
    /// the answer is there, 5 seconds at most.
    @discardableResult
    public static func send(_ line: String, socket path: String) throws(SimulatorError) -> String {
        let descriptor = try ControlSocket.connect(to: path)
        defer { _ = close(descriptor) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let bytes = Array("\(line)\n".utf8)
        guard unsafe Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw .system("send", errno: errno)
        }
        return try answer(from: descriptor)
    }

    private static func answer(from descriptor: Int32) throws(SimulatorError) -> String {
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1024)
        while text.last != UInt8(ascii: "\n") {
            let count = unsafe read(descriptor, &buffer, buffer.count)
            guard count > 0 else { throw .system("read", errno: errno) }
            text += buffer.prefix(count)
        }
        let answer = String(decoding: text.dropLast(), as: UTF8.self)
        guard answer.hasPrefix("ok") else { throw .refused(String(answer.drop { $0 != " " }.dropFirst())) }
        return String(answer.dropFirst(2).drop { $0 == " " })
    }
}
