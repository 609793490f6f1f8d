import GRDB
import Telephony

/// How the wall clock stood to the boot clock when it was last looked at, in the transaction at hand; so that what is due by the wall clock
/// moves with it when it is set.
struct ClockAnchor {
    /// What NTP slews away is no step.
    static let smallestStep: Int64 = 1000
    private static let rowsAtOnce = 500

    let database: Database

    /// Takes the present as the new anchor and gives back how far the wall clock was set since the last one, milliseconds. What is due
    /// moves with ``moveSome()``.
    func move(to now: Moment) throws -> Int64 {
        let step = try anchor().map { passedUnseen(since: $0, until: now) } ?? 0
        let isStep = abs(step) >= ClockAnchor.smallestStep
        let newest = try database.row("SELECT coalesce(max(sequence), 0) AS newest FROM deliveries")?["newest"] as Int64? ?? 0
        try database.run(
            "INSERT OR REPLACE INTO clock_anchor (id, boot, ns, ms, step_ms, moved, last) VALUES (1, ?, ?, ?, ?, 0, ?)",
            StatementArguments(now.columns + [isStep ? step : 0, newest]))
        guard isStep else { return 0 }
        try database.run("UPDATE verifications SET deadline_ms = deadline_ms + ? WHERE status = 'pending'", [step])
        return step
    }

    /// Moves some of the deliveries that waited when the clock was set; `false`: all are moved.
    func moveSome() throws -> Bool {
        guard let row = try database.row("SELECT * FROM clock_anchor WHERE step_ms <> 0") else { return false }
        let (step, moved, last): (Int64, Int64, Int64) = (row["step_ms"], row["moved"], row["last"])
        let end = min(moved + Int64(ClockAnchor.rowsAtOnce), last)
        try database.run(
            """
            UPDATE deliveries SET next_ms = next_ms + ?1, due_ms = due_ms + ?1
            WHERE sequence > ?2 AND sequence <= ?3 AND state = 'pending'
            """, [step, moved, end])
        try database.run("UPDATE clock_anchor SET moved = ?, step_ms = ?", [end, end < last ? step : 0])
        return end < last
    }

    private func anchor() throws -> Moment? { try database.row("SELECT * FROM clock_anchor").flatMap(Moment.init(anchor:)) }

    /// Within one boot the boot clock tells how much time went by; across boots only that it was not less than none.
    private func passedUnseen(since anchor: Moment, until now: Moment) -> Int64 {
        let (passed, overflow) = now.unixMilliseconds.subtractingReportingOverflow(anchor.unixMilliseconds)
        guard !overflow else { return 0 }
        return now.boot == anchor.boot ? passed - (now.instant.duration(since: anchor.instant).wholeNanoseconds / 1_000_000) : min(passed, 0)
    }
}

extension Moment {
    fileprivate init?(anchor row: Row) {
        guard let boot: String = row["boot"], let instant: Int64 = row["ns"], let milliseconds: Int64 = row["ms"] else { return nil }
        self.init(boot: BootID(rawValue: boot), instant: BootInstant(nanoseconds: instant), unixMilliseconds: milliseconds)
    }
}
