import AdminClient
import ArgumentParser
import Foundation

/// What is shown once, and never again.
extension AdminOptions {
    /// The secret alone on standard output, so that it can be put into a file; with `--json`, the gateway's answer.
    func attempt(_ secret: String?, of answer: Data) throws(Output.Failure) {
        let text = json ? String(decoding: answer, as: UTF8.self) : secret ?? ""
        try Output.attempt("\(text)\n")
    }

    /// Removes what nobody has seen, and says that it is `done`, or, where the gateway does not do it, what is `left`.
    func takeBack(_ path: String, since failure: Output.Failure, done: String, left: String) async -> ExitCode {
        do {
            try await ask { client throws(AdminError) in try await client.delete(path) }
            return Complaint.fatal("\(failure); \(done)", code: ExitCode.output.rawValue)
        } catch {
            return Complaint.fatal("\(failure); \(left)", code: ExitCode.output.rawValue)
        }
    }
}
