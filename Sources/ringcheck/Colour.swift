import Foundation
import Glibc

/// Colours, only where a person sees them (no-color.org).
enum Colour {
    /// `text`: what is shown in the state's colour, in place of its name.
    static func of(_ state: String, as text: String? = nil) -> String {
        let text = text ?? state
        let refusal = ProcessInfo.processInfo.environment["NO_COLOR"] ?? ""
        guard isatty(STDOUT_FILENO) == 1, refusal.isEmpty else { return text }
        let codes = ["well": 32, "verified": 32, "degraded": 33, "down": 31, "expired": 31, "failed": 31]
        return codes[state].map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text
    }
}
