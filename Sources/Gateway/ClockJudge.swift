public import Telephony
import Verification

/// Whether the wall clock can be right. One that stands before what was already written makes lifetimes and signatures worthless.
public struct ClockJudge: Sendable {
    /// What to type.
    public static let remedy =
        "Set it: sudo timedatectl set-ntp true; a board without a clock of its own needs a network or an RTC."
    private static let tolerance: Int64 = 300_000

    /// No right clock is before this, Unix milliseconds.
    private let earliest: Int64

    /// `newestRecord`: the newest time in the database, Unix milliseconds.
    public init(newestRecord: Int64?) { earliest = max(Version.releasedAt * 1000, newestRecord ?? 0) }

    /// One sentence where it cannot be right.
    public func fault(at now: Moment) -> String? {
        guard now.unixMilliseconds < earliest - ClockJudge.tolerance else { return nil }
        return "The clock stands at \(now.unixMilliseconds.asUTCTimestamp), before \(earliest.asUTCTimestamp), which has been."
    }
}
