import CVirtualMachine
import GRDB
import ModemSimulator
import Telephony
import VirtualWorld

/// Reads the gateway's database with eyes of its own, and holds it against what is true in the world. On the one thread of the simulation.
final class Inspector: @unchecked Sendable {
    let machine: Machine
    let ledger: Ledger
    private var connection: (life: Int, queue: DatabaseQueue)?

    init(machine: Machine, ledger: Ledger) {
        self.machine = machine
        self.ledger = ledger
    }

    func close() {
        try? connection?.queue.close()
        connection = nil
    }

    /// What a query of the living process's database gives; `nil` while none lives.
    func rows(_ sql: String, _ arguments: StatementArguments = []) -> [Row]? {
        guard let process = machine.process, process.core != nil else { return nil }
        do {
            if connection?.life != process.number {
                close()
                connection = (process.number, try DatabaseQueue(path: "\(process.directory)/ringcheck.sqlite"))
            }
            return try connection?.queue.read { try Row.fetchAll($0, sql: sql, arguments: arguments) }
        } catch {
            ledger.fault(.databaseIsSound, "\(error)")
            return nil
        }
    }

    /// Whether the database holds this call now.
    func isRecorded(_ dial: Ledger.Dial) -> Bool {
        guard let rows = rows("SELECT * FROM calls WHERE line = ?", [line(dial.stick)]) else { return true }
        return rows.contains { isRow($0, of: dial) }
    }

    func line(_ stick: Int) -> String { "iccid:\(machine.sockets.sticks[stick].identity.iccid)" }

    /// Whether a row of `calls` can be this call.
    func isRow(_ row: Row, of dial: Ledger.Dial) -> Bool {
        guard let rang = ledger.instant(boot: row["rang_boot"], nanoseconds: row["rang_ns"]) else { return false }
        let end = (dial.endedAt ?? ledger.time.now).advanced(by: ledger.isHeldBack(dial) ? .seconds(120) : .seconds(60))
        guard rang >= dial.startedAt || hasOneBefore(dial, since: rang), rang <= end else { return false }
        guard let digits = row["caller_digits"] as String? else { return dial.number == nil || dial.presentedAt == nil }
        return dial.number.map { $0.hasSuffix(digits.drop { $0 == "+" }) } ?? false
    }

    /// A call that ended without a word, or of which a stalled modem told only when it was over: the next one may be taken for it, until its caller is told.
    private func hasOneBefore(_ dial: Ledger.Dial, since rang: BootInstant) -> Bool {
        let isAfterStall = ledger.stallsEver.contains { stall in
            stall.stick == dial.stick && rang >= stall.from && rang < stall.to.advanced(by: .seconds(1))
                && dial.startedAt.duration(since: stall.to) < .seconds(13)
        }
        return isAfterStall
            || ledger.dials.contains { other in
                other.stick == dial.stick && other.startedAt < dial.startedAt && other.startedAt <= rang
                    && !isSurelyOver(other, before: dial, rang)
                    && (other.endedAt ?? dial.startedAt).advanced(by: .seconds(13)) >= dial.startedAt
            }
    }

    /// Whether a row that says so belongs to a call that was heard to its end, and to no other; but a number may come just after one without.
    private func isSurelyOver(_ other: Ledger.Dial, before dial: Ledger.Dial, _ rang: BootInstant) -> Bool {
        guard let end = other.endedAt, other.isDropped, other.isUndisturbed, rang.advanced(by: .milliseconds(1600)) < end else {
            return false
        }
        return other.presentedAt != nil || dial.startedAt.duration(since: end) >= .milliseconds(2600)
    }

    /// Whether nothing waits for anything any more.
    var isCalm: Bool {
        rows(
            """
            SELECT (SELECT count(*) FROM verifications WHERE status = 'pending') + (SELECT count(*) FROM calls WHERE closed_ns IS NULL)
                + (SELECT count(*) FROM deliveries WHERE state = 'pending') AS waiting
            """)?.first?["waiting"] == 0
    }

    /// Whether this number was verified, and the customer heard of it or will.
    func isServed(_ number: String) -> Bool {
        rows(
            """
            SELECT count(*) AS served FROM verifications JOIN deliveries ON subject = verifications.id
            WHERE phone_number = ? AND status = 'verified' AND event_type = 'verification.verified' AND state <> 'dead'
            """, [number])?.first?["served"] == 1
    }

    /// What has to hold at any time.
    func look() {
        for row in rows(
            """
            SELECT phone_number, line, count(*) AS holders FROM verifications JOIN handed_out_lines ON verification = id
            WHERE status = 'pending' GROUP BY phone_number, line HAVING holders > 1
            """) ?? []
        {
            ledger.fault(.slotIsHeldOnce, "\(row)")
        }
        lookAtSlots()
        for row in rows("PRAGMA quick_check") ?? [] where row[0] != "ok" { ledger.fault(.databaseIsSound, "\(row)") }
    }

    /// Slots are counted as they are, and those whose gap is over are given back before the next request.
    private func lookAtSlots() {
        let counts = """
            WITH held (line, application, slots) AS (
                SELECT line, application, count(*) FROM verifications JOIN handed_out_lines ON verification = id
                WHERE holds_slot = 1 GROUP BY line, application)
            """
        for row in rows(counts + " SELECT * FROM held EXCEPT SELECT * FROM slot_counts") ?? [] {
            ledger.fault(.countersAgree, "\(row)")
        }
        for row in rows(counts + " SELECT * FROM slot_counts WHERE slots <> 0 EXCEPT SELECT * FROM held") ?? [] {
            ledger.fault(.countersAgree, "\(row)")
        }
        let limit = machine.settings.pendingPerLine
        for row in rows(
            """
            SELECT line, count(DISTINCT phone_number) AS slots FROM verifications JOIN handed_out_lines ON verification = id
            WHERE holds_slot = 1 AND position = 0 GROUP BY line HAVING slots > ?
            """, [limit > 0 ? limit : .max]) ?? []
        {
            ledger.fault(.slotIsHeldOnce, "more than \(limit) at once: \(row)")
        }
        for row in rows(
            """
            SELECT old.id, new.id FROM verifications old JOIN verifications new ON new.created_boot = old.ended_boot
                AND new.created_ns > old.ended_ns + 61000000000
            WHERE old.holds_slot = 1 LIMIT 1
            """) ?? []
        {
            ledger.fault(.slotIsReleased, "\(row)")
        }
    }

    /// What has to hold when everything was mended and has come right.
    func lookAtTheEnd(_ receipts: [String: Shop.Receipt]) {
        lookAtCalls()
        lookAtVerifications()
        lookAtSettlements()
        lookAtDeliveries(receipts)
        for row in rows("PRAGMA integrity_check") ?? [] where row[0] != "ok" { ledger.fault(.databaseIsSound, "\(row)") }
    }
}
