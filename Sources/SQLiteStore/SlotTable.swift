import GRDB
import Telephony
import Verification

/// Which lines carry how many slots, in the transaction at hand.
struct SlotTable {
    let database: Database
    let gap: Duration
    let now: Moment

    /// Slots in use on each line, by application: read from the slots, few as they are, and not from what a line ever carried.
    func loads() throws -> [LineID: [ApplicationName: Int]] {
        try releaseOldSlots()
        let rows = try database.rows(
            """
            SELECT line, application, count(DISTINCT phone_number) AS slots
            FROM verifications INDEXED BY verifications_by_slot CROSS JOIN handed_out_lines ON verification = id
            WHERE holds_slot = 1 GROUP BY line, application
            """)
        return rows.reduce(into: [:]) { loads, row in
            guard let name = ApplicationName(rawValue: row["application"]) else { return }
            loads[LineID(rawValue: row["line"]), default: [:]][name] = row["slots"]
        }
    }

    /// The slots of these verifications.
    func slots(of verifications: [Verification]) -> [TakenSlot] {
        verifications.flatMap { verification in
            verification.handedOut.map {
                TakenSlot(
                    line: $0.line, application: verification.application, reference: verification.reference,
                    isPending: verification.status == .pending)
            }
        }
    }

    /// Every application that is configured.
    func applications() throws -> Set<ApplicationName> {
        let rows = try database.rows("SELECT name FROM applications WHERE is_configured = 1")
        return Set(rows.compactMap { ApplicationName(rawValue: $0["name"]) })
    }

    /// Lets go of the slots whose gap is over: the mark only narrows what is looked at, the clock decides.
    private func releaseOldSlots() throws {
        try database.run(
            """
            UPDATE verifications SET holds_slot = 0 WHERE holds_slot = 1 AND ended_ms IS NOT NULL
            AND CASE ended_boot WHEN ? THEN ended_ns + ? <= ? ELSE ended_ms + ? <= ? END
            """,
            [
                now.boot.rawValue, gap.wholeNanoseconds, now.instant.nanoseconds, gap.wholeNanoseconds / 1_000_000,
                now.unixMilliseconds,
            ])
    }
}
