import GRDB
import ModemSimulator
import Telephony
import VirtualWorld

/// What has to hold of calls when everything was mended and has come right.
extension Inspector {
    func lookAtCalls() {
        guard let calls = rows("SELECT * FROM calls ORDER BY sequence") else { return }
        for dial in ledger.dials {
            let rows = calls.filter { $0["line"] == line(dial.stick) && isRow($0, of: dial) }
            if rows.isEmpty, dial.isDropped, !dial.isGarbled, !mayBeLost(dial), !ledger.mayBeMistaken(dial),
                !ledger.mayBeTakenForEarlier(dial)
            {
                ledger.fault(.droppedCallIsRecorded, told(dial))
            }
            // What an answer under way says of a call that is just over is of that call.
            let end = dial.endedAt ?? ledger.time.now
            let distinct = rows.filter { row in
                guard let rang = rang(row), rang > end else { return true }
                return rang.duration(since: end) > .milliseconds(600)
            }
            let others = ledger.dials.filter { other in rows.contains { isRow($0, of: other) } && other.stick == dial.stick }
            // One without a number may be any call whose caller was never told.
            if dial.presentedAt != nil, distinct.count > max(1, others.count),
                ([dial] + others).allSatisfy({ $0.isModemWell && !ledger.isUndated($0) })
            {
                ledger.fault(
                    .oneRowPerCall,
                    "\(told(dial)): \(rows.map { ledger.instant(boot: $0["rang_boot"], nanoseconds: $0["rang_ns"]).map(ledger.seconds) ?? "" })"
                )
            }
        }
        for row in calls where (row["closed_ns"] as Int64?) == nil { ledger.fault(.rowsAreClosed, "\(row)") }
        // A modem that never told who it is has calls of no line.
        for row in calls
        where (row["caller_digits"] as String?) != nil && !(row["line"] as String).hasPrefix("modem:")
            && !ledger.dials.contains(where: { isRow(row, of: $0) && line($0.stick) == row["line"] })
        {
            if !isTest(row) {
                ledger.fault(
                    .noCallFromNowhere,
                    "at \(ledger.instant(boot: row["rang_boot"], nanoseconds: row["rang_ns"]).map(ledger.seconds) ?? "") \(row)")
            }
        }
    }

    func rang(_ row: Row) -> BootInstant? { ledger.instant(boot: row["rang_boot"], nanoseconds: row["rang_ns"]) }

    /// One of our own lines called.
    private func isTest(_ row: Row) -> Bool {
        let digits = (row["caller_digits"] as String?)?.drop { $0 == "+" } ?? ""
        return machine.sockets.sticks.contains { $0.identity.number?.digits == String(digits) }
    }

    /// A crash hit between the hang-up and the record, where the hang-up may come first.
    func mayBeLost(_ dial: Ledger.Dial) -> Bool {
        guard let end = dial.endedAt else { return true }
        let isFirst = ledger.dropsAtOnce || ledger.mayDropUnrecorded(dial)
        let recovers = ledger.badDisk.reduce(end) { $1.from <= $0 ? max($0, $1.to.advanced(by: .seconds(1))) : $0 }
        return isFirst && ledger.crashes.contains { $0.at >= end && $0.at <= max(recovers, end.advanced(by: .seconds(5))) }
    }

    func told(_ dial: Ledger.Dial) -> String {
        "\(dial.number ?? "withheld") on \(dial.stick) at \(ledger.seconds(dial.startedAt)), ended \(dial.endedAt.map(ledger.seconds) ?? "never")"
    }
}
