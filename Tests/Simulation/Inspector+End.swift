import FoundationEssentials
import GRDB
import ModemSimulator
import Telephony
import Verification
import VirtualWorld

/// What has to hold when everything was mended and has come right.
extension Inspector {
    func lookAtTheEnd(_ receipts: [String: Shop.Receipt]) {
        lookAtCalls()
        lookAtVerifications()
        lookAtDeliveries(receipts)
        for row in rows("PRAGMA integrity_check") ?? [] where row[0] != "ok" { ledger.fault(.databaseIsSound, "\(row)") }
    }

    // MARK: Calls

    private func lookAtCalls() {
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

    private func rang(_ row: Row) -> BootInstant? { ledger.instant(boot: row["rang_boot"], nanoseconds: row["rang_ns"]) }

    /// One of our own lines called.
    private func isTest(_ row: Row) -> Bool {
        let digits = (row["caller_digits"] as String?)?.drop { $0 == "+" } ?? ""
        return machine.sockets.sticks.contains { $0.identity.number?.digits == String(digits) }
    }

    /// A crash hit between the hang-up and the record, where the hang-up may come first.
    private func mayBeLost(_ dial: Ledger.Dial) -> Bool {
        guard let end = dial.endedAt else { return true }
        let isFirst = ledger.dropsAtOnce || ledger.mayDropUnrecorded(dial)
        let recovers = ledger.badDisk.reduce(end) { $1.from <= $0 ? max($0, $1.to.advanced(by: .seconds(1))) : $0 }
        return isFirst && ledger.crashes.contains { $0.at >= end && $0.at <= max(recovers, end.advanced(by: .seconds(5))) }
    }

    private func told(_ dial: Ledger.Dial) -> String {
        "\(dial.number ?? "withheld") on \(dial.stick) at \(ledger.seconds(dial.startedAt)), ended \(dial.endedAt.map(ledger.seconds) ?? "never")"
    }

    // MARK: Verifications

    private func lookAtVerifications() {
        guard let all = rows("SELECT * FROM verifications ORDER BY sequence") else { return }
        let byID = Dictionary(uniqueKeysWithValues: all.map { ($0["id"] as String, $0) })
        for asked in ledger.asked.values.sorted(by: { $0.toldAt < $1.toldAt }) {
            guard let row = byID[asked.id.rawValue] else {
                ledger.fault(.createdIsKept, "\(asked.number) of \(ledger.seconds(asked.toldAt))")
                continue
            }
            look(at: asked, row)
            if asked.timesTaken > 1 { ledger.fault(.takenOnce, "\(asked.number)") }
        }
        for row in all where row["status"] == "pending" { ledger.fault(.endsOnce, "still pending: \(row["id"] as String)") }
        lookAtGaps(all)
    }

    private func look(at asked: Ledger.Asked, _ row: Row) {
        let status: String = row["status"]
        let ended = ledger.instant(boot: row["ended_boot"] ?? "", nanoseconds: row["ended_ns"] ?? 0)
        let told =
            "\(asked.number) on \(asked.stick) of \(ledger.seconds(asked.toldAt)), \(status) \(ended.map(ledger.seconds) ?? "")"
        let expiry = asked.toldAt.advanced(by: asked.lifetime)
        let lines = handedOut(asked)
        if status == "verified", !hasCall(asked, lines, until: expiry) { ledger.fault(.verifiedByItsCaller, told) }
        guard let ended else { return }
        if status == "expired", isSteady(from: asked.begunAt, to: expiry), ended < asked.begunAt.advanced(by: asked.lifetime) {
            ledger.fault(.notBeforeItsTime, told)
        }
        // A line whose callers come in two forms makes the rarer one suspicious.
        guard row["flags"] == "" else { return }
        if status != "verified", let dial = wastedCall(asked, ended: ended, expiry: asked.begunAt.advanced(by: asked.lifetime)) {
            ledger.fault(.callIsNotWasted, "\(told); called at \(ledger.seconds(dial.startedAt))")
        }
    }

    private func handedOut(_ asked: Ledger.Asked) -> Set<String> {
        Set((rows("SELECT line FROM handed_out_lines WHERE verification = ?", [asked.id.rawValue]) ?? []).map { $0["line"] })
    }

    /// Neither the boot nor the clocks changed.
    private func isSteady(from: BootInstant, to: BootInstant) -> Bool {
        !ledger.crashes.contains { $0.end == .powerLost && $0.at >= from && $0.at <= to }
            && !ledger.clockSteps.contains { $0 >= from && $0 <= to }
    }

    private func hasCall(_ asked: Ledger.Asked, _ lines: Set<String>, until expiry: BootInstant) -> Bool {
        // Where the clock or the boot changed, what is left of a lifetime is what the wall clock says.
        ledger.dials.contains { dial in
            let isSteady = isSteady(from: asked.begunAt, to: max(expiry, dial.startedAt))
            return dial.number == asked.number && (!dial.isForwardingTold || !dial.isUndisturbed || ledger.rangOverOpening(dial))
                && lines.contains(line(dial.stick))
                && (dial.startedAt >= asked.begunAt || !dial.isUndisturbed && dial.endedAt ?? ledger.time.now >= asked.begunAt
                    || ledger.isToldAfter(asked.begunAt, dial))
                && (dial.startedAt <= expiry || !isSteady || ledger.rangOverOpening(dial) || ledger.mayBeDatedBefore(dial, expiry))
        }
    }

    /// A call that should have verified it: its number, on its line, in time, read in full, and dropped by us.
    private func wastedCall(_ asked: Ledger.Asked, ended: BootInstant, expiry: BootInstant) -> Ledger.Dial? {
        ledger.dials.first { dial in
            guard dial.stick == asked.stick, dial.number == asked.number, !dial.isForwarded, dial.isDropped, dial.isUndisturbed,
                let presented = dial.presentedAt, let heard = ledger.beginsToRing(dial), dial.startedAt > asked.toldAt,
                heard.advanced(by: .seconds(1)) < expiry, heard < ended
            else { return false }
            let wasCanceled = asked.canceledAt.map { $0 < presented.advanced(by: .seconds(10)) } ?? false
            let isMisread =
                ledger.mayBeTakenForEarlier(dial) || ledger.isTakenForNameless(dial) || ledger.mayBeMistaken(dial)
                || ledger.mayBeDatedBefore(dial, asked.toldAt)
            return !wasCanceled && !mayBeLost(dial) && !isMisread
                && isSteady(from: asked.begunAt, to: dial.startedAt)
        }
    }

    /// While somebody may still redial, the number's slot on the line goes to nobody else.
    private func lookAtGaps(_ all: [Row]) {
        let handedOut = rows("SELECT verification, line, since_boot, since_ns FROM handed_out_lines") ?? []
        let lines = Dictionary(grouping: handedOut, by: { $0["verification"] as String })
        for (index, second) in all.enumerated() {
            for first in all[..<index] where first["phone_number"] as String == second["phone_number"] {
                guard let gap = gap(first, lines[first["id"]] ?? [], second, lines[second["id"]] ?? []) else { continue }
                let isSame =
                    first["application"] as String == second["application"] && first["reference"] as String? != nil
                    && first["reference"] as String? == second["reference"]
                if gap < .seconds(60), !isSame {
                    ledger.fault(.gapSettlesNothing, "\(second["phone_number"] as String) again after \(gap): \(first), \(second)")
                }
            }
        }
    }

    /// From the end of whichever had a line first to when the other one got it, if both had one.
    private func gap(_ first: Row, _ its: [Row], _ second: Row, _ others: [Row]) -> Duration? {
        for mine in its {
            guard let theirs = others.first(where: { $0["line"] as String == mine["line"] }), let from = since(mine),
                let to = since(theirs),
                let ended = ended(from <= to ? first : second),
                // Across boots only the wall clock tells how long it was.
                (from <= to ? first : second)["ended_boot"] as String? == (from <= to ? theirs : mine)["since_boot"]
            else { continue }
            return ledger.isDelayed(around: max(from, to)) ? nil : max(from, to).duration(since: ended)
        }
        return nil
    }

    private func since(_ row: Row) -> BootInstant? { ledger.instant(boot: row["since_boot"], nanoseconds: row["since_ns"]) }
    private func ended(_ row: Row) -> BootInstant? {
        ledger.instant(boot: row["ended_boot"] ?? "", nanoseconds: row["ended_ns"] ?? 0)
    }

    // MARK: Deliveries

    private func lookAtDeliveries(_ receipts: [String: Shop.Receipt]) {
        guard let all = rows("SELECT * FROM deliveries ORDER BY sequence"),
            let verifications = rows("SELECT id, status FROM verifications")
        else { return }
        let bySubject = Dictionary(grouping: all, by: { $0["subject"] as String })
        for verification in verifications {
            let ends = (bySubject[verification["id"]] ?? []).filter { $0["event_type"] as String != "line.changed" }
            let status: String = verification["status"]
            guard ends.count == 1, let end = ends.first else {
                ledger.fault(.endIsDelivered, "\(status), but \(ends.count) callbacks")
                continue
            }
            if end["event_type"] as String != "verification.\(status)" {
                ledger.fault(.endsOnce, "\(status), but \(end["event_type"] as String) is called back")
            }
            look(at: end, receipts[end["id"]])
        }
        let known = Set(all.map { $0["id"] as String })
        for id in receipts.keys where !known.contains(id) { ledger.fault(.endpointHeardTheTruth, "\(id) is of no delivery") }
    }

    private func look(at delivery: Row, _ receipt: Shop.Receipt?) {
        let state: String = delivery["state"]
        if state == "pending" {
            ledger.fault(
                .endIsDelivered,
                "still waiting: \(delivery["id"] as String) until \((delivery["due_ms"] as Int64) - machine.now.unixMilliseconds) ms, \(delivery["attempts"] as Int) attempts"
            )
        }
        if state == "delivered", receipt == nil { ledger.fault(.endIsDelivered, "delivered, and never received") }
        if let receipt, Data(receipt.body) != delivery["body"] as Data {
            ledger.fault(.endpointHeardTheTruth, "another body than that of \(delivery["id"] as String)")
        }
    }
}
