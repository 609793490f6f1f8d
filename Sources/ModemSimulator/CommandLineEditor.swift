/// Collects a command line as ITU-T V.250, 5.2 has it: `AT` or `at`, a body, S3; S5 takes one character back; `A/` repeats.
struct CommandLineEditor: Equatable, Sendable {
    static let capacity = 1024

    private var buffer: [UInt8] = []
    private var isOverfull = false
    private(set) var previous = ""

    /// A finished line.
    enum Line: Equatable { case body(String), tooLong }

    mutating func take(_ byte: UInt8, terminator: UInt8, backspace: UInt8) -> Line? {
        if byte == backspace {
            _ = buffer.popLast()
            return nil
        }
        guard byte == terminator else {
            append(byte)
            return isRepeat ? finish(previous) : nil
        }
        return end()
    }

    private var isRepeat: Bool { buffer.count == 2 && (buffer[0] | 0x20) == UInt8(ascii: "a") && buffer[1] == UInt8(ascii: "/") }

    private mutating func append(_ byte: UInt8) {
        guard byte >= 0x20 else { return }
        if buffer.count < Self.capacity { buffer.append(byte) } else { isOverfull = true }
        let isStart = buffer.count == 1 && (byte | 0x20) != UInt8(ascii: "a")
        let isSecond = buffer.count == 2 && (byte | 0x20) != UInt8(ascii: "t") && byte != UInt8(ascii: "/")
        if isStart { buffer = [] } else if isSecond { buffer = (byte | 0x20) == UInt8(ascii: "a") ? [byte] : [] }
    }

    private mutating func end() -> Line? {
        guard buffer.count >= 2 else {
            buffer = []
            return nil
        }
        let wasOverfull = isOverfull
        let body = String(decoding: buffer.dropFirst(2), as: UTF8.self)
        isOverfull = false
        return wasOverfull ? clear() : finish(body)
    }

    private mutating func clear() -> Line {
        buffer = []
        return .tooLong
    }

    private mutating func finish(_ body: String) -> Line {
        buffer = []
        previous = body
        return .body(body)
    }
}
