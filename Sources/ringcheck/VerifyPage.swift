import AdminClient
import Foundation
import Glibc
import Verification

/// How a verification under way looks to a person: a live line on a terminal, a line for each change elsewhere.
struct VerifyPage {
    private let isSilent: Bool
    private let isTerminal = isatty(STDOUT_FILENO) == 1
    private var told = ""

    init(isSilent: Bool) { self.isSilent = isSilent }

    func begin(_ verification: VerificationRepresentation) {
        let number = verification.numberToCall.map { "\($0)" } ?? "-"
        say("Call \(number) from \(verification.phoneNumber), and let it ring until it stops. It costs nothing.")
    }

    mutating func tick(_ verification: VerificationRepresentation) {
        guard verification.status == .pending else { return }
        let last = verification.lastCall.map { "; the last call: \($0.disposition.rawValue)" } ?? ""
        progress("waiting for the call until \(verification.callBy)\(last)")
    }

    mutating func lost(_ error: AdminError) { progress("waiting for the gateway to come back (\(error))") }

    /// Nothing more is shown here; what is wrong comes on a line of its own.
    func leave() { if isTerminal, !isSilent { Output.write("\r\u{1B}[K") } }

    func end(_ verification: VerificationRepresentation) {
        let reason = verification.reason.map { ": \($0.printable)" } ?? ""
        say("\(Colour.of(verification.status.rawValue)) (code \(verification.status.code))\(reason)")
    }

    private mutating func progress(_ line: String) {
        guard !isSilent, line != told else { return }
        told = line
        if isTerminal { Output.write("\r\u{1B}[K\(line) ") } else { Output.say(line) }
    }

    private func say(_ line: String) {
        guard !isSilent else { return }
        Output.say(isTerminal ? "\r\u{1B}[K\(line)" : line)
    }
}
