import ArgumentParser
import Glibc

/// Standard output, a whole line at a time, also where it is a pipe, and never buffered. Where it cannot be written the command ends,
/// and says so.
enum Output {
    /// Why it cannot be written: an `errno` of write(2).
    struct Failure: Error, CustomStringConvertible {
        let code: Int32

        var description: String { "standard output cannot be written: \(unsafe String(cString: strerror(code)))" }
    }

    static func say(_ line: String) { write("\(line)\n") }

    /// The text as it is, without a line feed.
    static func write(_ text: String) {
        do { try attempt(text) } catch { giveUp(error) }
    }

    /// For what is lost where it cannot be written.
    static func attempt(_ text: String) throws(Failure) { try write(text, to: STDOUT_FILENO) }

    /// To standard error, as far as that can be written.
    static func complain(_ text: String) { try? write("\(text)\n", to: STDERR_FILENO) }

    /// Whoever reads no more, as `head` does, is no reason for words: the signal ends this process as it ends others.
    private static func giveUp(_ failure: Failure) -> Never {
        if failure.code == EPIPE {
            signal(SIGPIPE, SIG_DFL)
            raise(SIGPIPE)
        }
        complain("ringcheck: \(failure)")
        exit(ExitCode.output.rawValue)
    }

    private static func write(_ text: String, to descriptor: Int32) throws(Failure) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = unsafe poll(&waiting, 1, -1)
            } else if errno != EINTR {
                throw Failure(code: errno)
            }
        }
    }
}
