import ArgumentParser
import Gateway

extension ExitCode {
    /// Standard output cannot be written (`EX_IOERR` of sysexits.h).
    static let output = ExitCode(74)
    /// The configuration is wrong (`EX_CONFIG`).
    static let configuration = ExitCode(78)
}

/// Says on standard error what is wrong, and ends with the exit code that fits.
enum Complaint {
    /// What a wrong configuration throws is said, all of it.
    static func catching<Value>(_ body: () throws(ConfigurationErrors) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            say("\(error)")
            throw ExitCode.configuration
        }
    }

    /// Could not start or go on.
    static func fatal(_ sentence: String, code: Int32 = 1) -> ExitCode {
        say("ringcheck: \(sentence)")
        return ExitCode(code)
    }

    static func say(_ text: String) { Output.complain(text) }
}
