import Foundation

/// Standard output, a whole line at a time, also where it is a pipe, and never buffered.
enum Output {
    static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}
