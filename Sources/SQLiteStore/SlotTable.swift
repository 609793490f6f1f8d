import GRDB
import Synchronization
import Telephony
import Verification

/// Which lines carry how many slots, in the transaction at hand. Counted as they come and go, so that no request depends on how many
/// there are.
struct SlotTable {
    private static let releasedAtOnce = 256

    let database: Database
    let gap: Duration
    let now: Moment
    /// Says whether it is time to look for slots whose gap is over.
    var pace = Pace()

    /// Keeps requests that come close together from all looking for old slots.
    final class Pace: Sendable {
        private static let pause = Duration.milliseconds(50)
        private let last = Mutex<Moment?>(nil)

        /// `true` at most every 50 ms, and whenever the clock was set back.
        func isTime(at now: Moment) -> Bool {
            last.withLock { last in
                if let before = last, (.zero..<Pace.pause).contains(now.elapsed(since: before)) { return false }
                last = now
                return true
            }
        }
    }

    /// Slots in use on each line, by application.
    func loads() throws -> [LineID: [ApplicationName: Int]] {
        if pace.isTime(at: now) { try releaseOldSlots() }
        return try database.rows("SELECT line, application, slots FROM slot_counts WHERE slots > 0").reduce(into: [:]) {
            loads, row in
            guard let name = ApplicationName(rawValue: row["application"]) else { return }
            loads[LineID(rawValue: row["line"]), default: [:]][name] = row["slots"]
        }
    }

    /// The slots of these verifications.
    func slots(of verifications: [Verification]) -> [TakenSlot] {
        verifications.flatMap { verification in
            verification.handedOut.map {
                TakenSlot(
                    line: $0.line, number: $0.number, application: verification.application, reference: verification.reference,
                    isPending: verification.status == .pending)
            }
        }
    }

    /// A verification holds a slot on one more line.
    func take(_ line: LineID, _ application: ApplicationName) throws {
        try database.run(
            """
            INSERT INTO slot_counts (line, application, slots) VALUES (?, ?, 1)
            ON CONFLICT (line, application) DO UPDATE SET slots = slots + 1
            """, [line.rawValue, application.rawValue])
    }

    /// A verification holds its slots no longer.
    func release(_ id: VerificationID) throws {
        guard try database.run("UPDATE verifications SET holds_slot = 0 WHERE id = ? AND holds_slot = 1", [id.rawValue]) == 1 else {
            return
        }
        try database.run(
            """
            UPDATE slot_counts SET slots = slots - 1 WHERE application = (SELECT application FROM verifications WHERE id = ?1)
            AND line IN (SELECT line FROM handed_out_lines WHERE verification = ?1)
            """, [id.rawValue])
    }

    /// Lets go of slots whose gap is over, a number of them at a time. The mark only narrows what is looked at; whoever looks for the
    /// slots of a number asks the clock.
    @discardableResult
    func releaseOldSlots() throws -> Int {
        let ofThisBoot = try ids(
            "ended_boot = ? AND ended_ns <= ?", [now.boot.rawValue, now.instant.nanoseconds - gap.wholeNanoseconds])
        let latest = now.unixMilliseconds - gap.wholeNanoseconds / 1_000_000
        let before = try ids("ended_boot < ? AND ended_ms <= ?", [now.boot.rawValue, latest])
        let after = try ids("ended_boot > ? AND ended_ms <= ?", [now.boot.rawValue, latest])
        let old = ofThisBoot + before + after
        for id in old { try release(id) }
        return old.count
    }

    private func ids(_ condition: String, _ arguments: StatementArguments) throws -> [VerificationID] {
        try database.rows(
            """
            SELECT id FROM verifications INDEXED BY verifications_by_end
            WHERE holds_slot = 1 AND ended_ns IS NOT NULL AND \(condition) LIMIT \(SlotTable.releasedAtOnce)
            """, arguments
        ).map { VerificationID(rawValue: $0["id"]) }
    }
}
