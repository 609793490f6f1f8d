import GRDB
import Telephony

/// How the wall clock stood to the boot clock when it was last looked at, in the transaction at hand; so that what is due by the wall clock
/// moves with it when it is set.
struct ClockAnchor {
    /// What NTP slews away is no step.
    private static let smallestStep: Int64 = 1000

    let database: Database

    /// Takes the present as the new anchor, and moves what is due by as much as the wall clock was set since the last one; gives back how
    /// far that is, milliseconds.
    func move(to now: Moment) throws -> Int64 {
        let step = try anchor().map { setBy(since: $0, until: now) } ?? 0
        try database.run(
            "INSERT OR REPLACE INTO clock_anchor (id, boot, ns, ms) VALUES (1, ?, ?, ?)", StatementArguments(now.columns))
        guard abs(step) >= ClockAnchor.smallestStep else { return 0 }
        try database.run("UPDATE verifications SET deadline_ms = deadline_ms + ? WHERE status = 'pending'", [step])
        try database.run("UPDATE deliveries SET next_ms = next_ms + ?1, due_ms = due_ms + ?1 WHERE state = 'pending'", [step])
        return step
    }

    private func anchor() throws -> Moment? {
        guard let row = try database.row("SELECT * FROM clock_anchor WHERE id = 1") else { return nil }
        return Moment(
            boot: BootID(rawValue: row["boot"]), instant: BootInstant(nanoseconds: row["ns"]), unixMilliseconds: row["ms"])
    }

    /// Within one boot the boot clock tells how much time went by; across boots only that it was not less than none.
    private func setBy(since anchor: Moment, until now: Moment) -> Int64 {
        let (passed, overflow) = now.unixMilliseconds.subtractingReportingOverflow(anchor.unixMilliseconds)
        guard !overflow else { return 0 }
        guard now.boot == anchor.boot else { return min(passed, 0) }
        return passed - now.instant.duration(since: anchor.instant).wholeNanoseconds / 1_000_000
    }
}
