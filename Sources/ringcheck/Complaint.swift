import ArgumentParser
import Gateway

/// Says on standard error what is wrong, and ends with the exit code that fits.
enum Complaint {
    /// Wrong configuration: `EX_CONFIG`.
    static func catching<Value>(_ body: () throws(ConfigurationErrors) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            say("\(error)")
            throw ExitCode(78)
        }
    }

    /// Could not start or go on.
    static func fatal(_ sentence: String, code: Int32 = 1) -> ExitCode {
        say("ringcheck: \(sentence)")
        return ExitCode(code)
    }

    static func say(_ text: String) { Output.complain(text) }
}
