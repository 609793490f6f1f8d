public import Telephony

/// Whether a SIM's PIN may be entered. No sequence of restarts, and no number of edited files, may burn the last try.
public struct PINRule: Sendable {
    /// One PIN that was sent and not taken, or whose outcome nobody heard.
    public struct Failure: Hashable, Sendable {
        /// The version of the file that it was read from: its modification time, Unix milliseconds.
        public let fileVersion: Int64
        /// `false`: the power may have gone in between.
        public let wasRefused: Bool

        public init(fileVersion: Int64, wasRefused: Bool) {
            self.fileVersion = fileVersion
            self.wasRefused = wasRefused
        }
    }

    /// What the rule says.
    public enum Verdict: Hashable, Sendable {
        /// Once the attempt is noted durably.
        case enter
        /// One sentence for the operator.
        case refuse(String)
    }

    /// `failures`: those since the card last took a PIN. `tries`: what the card itself says is left, where it is known.
    public static func judge(card: ICCID?, tries: Int?, fileVersion: Int64, failures: [Failure]) -> Verdict {
        if let tries, tries < 2 {
            return .refuse("the SIM has \(tries) PIN tries left, and the last one is yours: unlock it in a phone")
        }
        guard card != nil else {
            return .refuse("the modem does not tell which card it holds before the PIN: switch the PIN request off with a phone")
        }
        if failures.contains(where: { $0.fileVersion == fileVersion && $0.wasRefused }) {
            return .refuse("the SIM did not take the PIN in the file: correct the file, and it is tried once more")
        }
        guard failures.count < 2 else {
            return .refuse("two PINs were not taken, and the last try is yours: switch the PIN request off in a phone")
        }
        return .enter
    }
}
