import Foundation
import Glibc

/// Colours, only where a person sees them (no-color.org).
enum Colour {
    static func of(_ state: String) -> String {
        let refusal = ProcessInfo.processInfo.environment["NO_COLOR"] ?? ""
        guard isatty(STDOUT_FILENO) == 1, refusal.isEmpty else { return state }
        let codes = ["well": 32, "verified": 32, "degraded": 33, "down": 31, "expired": 31, "failed": 31]
        return codes[state].map { "\u{1B}[\($0)m\(state)\u{1B}[0m" } ?? state
    }
}
