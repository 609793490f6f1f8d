import GRDB
import Telephony
import Verification
import VirtualWorld

/// What has to hold of verifications when everything was mended and has come right.
extension Inspector {
    func lookAtVerifications() {
        guard let all = rows("SELECT * FROM verifications ORDER BY sequence") else { return }
        let byID = Dictionary(uniqueKeysWithValues: all.map { ($0["id"] as String, $0) })
        for asked in ledger.asked.values.sorted(by: { $0.toldAt < $1.toldAt }) {
            guard let row = byID[asked.id.rawValue] else {
                ledger.fault(.createdIsKept, "\(asked.number) of \(ledger.seconds(asked.toldAt))")
                continue
            }
            look(at: asked, row)
            if asked.timesTaken > 1 || asked.timesTaken > 0 && row["status"] != "verified" {
                ledger.fault(.takenOnce, "\(asked.number)")
            }
        }
        for row in all where row["status"] == "pending" { ledger.fault(.endsOnce, "still pending: \(row["id"] as String)") }
        lookAtGaps(all)
        lookAtLines()
    }

    /// Nobody is moved to a line that is known to be bad.
    private func lookAtLines() {
        for row in rows("SELECT * FROM handed_out_lines") ?? [] {
            guard let since = since(row), let stick = machine.sockets.sticks.indices.first(where: { line($0) == row["line"] }),
                let outage = ledger.knownOutage(of: stick, at: since, until: since)
            else { continue }
            ledger.fault(.badLineIsNotHandedOut, "stick \(stick) is \(outage.kind) since \(ledger.seconds(outage.from)): \(row)")
        }
    }

    private func look(at asked: Ledger.Asked, _ row: Row) {
        let status: String = row["status"]
        let ended = ledger.instant(boot: row["ended_boot"] ?? "", nanoseconds: row["ended_ns"] ?? 0)
        if (status == "canceled") != asked.isCancelConfirmed, asked.canceledAt == nil || status != "canceled" {
            ledger.fault(.cancelIsKept, "\(asked.number) of \(ledger.seconds(asked.toldAt)) is \(status)")
        }
        let told =
            "\(asked.number) on \(asked.stick) of \(ledger.seconds(asked.toldAt)), \(status) \(ended.map(ledger.seconds) ?? "")"
        let expiry = asked.toldAt.advanced(by: asked.lifetime)
        let lines = handedOut(asked)
        if status == "verified", !hasCall(asked, lines, until: expiry) { ledger.fault(.verifiedByItsCaller, told) }
        guard let ended else { return }
        if status == "expired", isSteady(from: asked.begunAt, to: expiry), ended < asked.begunAt.advanced(by: asked.lifetime) {
            ledger.fault(.notBeforeItsTime, told)
        }
        if status == "expired", isLate(ended, after: expiry, of: asked) { ledger.fault(.expiresInTime, told) }
        if status == "failed", !hasReasonToFail(lines, at: ended) { ledger.fault(.failsForAReason, told) }
        // A line whose callers come in two forms makes the rarer one suspicious.
        guard row["flags"] == "" else { return }
        if status != "verified",
            let dial = wastedCall(asked, lines: waitedFor(asked), ended: ended, expiry: asked.begunAt.advanced(by: asked.lifetime))
        {
            ledger.fault(.callIsNotWasted, "\(told); called at \(ledger.seconds(dial.startedAt))")
        }
    }

    /// Since when who asked was waited for on which line.
    private func waitedFor(_ asked: Ledger.Asked) -> [String: BootInstant] {
        let handedOut = rows("SELECT * FROM handed_out_lines WHERE verification = ?", [asked.id.rawValue]) ?? []
        return handedOut.reduce(into: [:]) { $0[$1["line"]] = since($1).map { max($0, asked.toldAt) } }
    }

    private func handedOut(_ asked: Ledger.Asked) -> Set<String> {
        Set((rows("SELECT line FROM handed_out_lines WHERE verification = ?", [asked.id.rawValue]) ?? []).map { $0["line"] })
    }

    /// Twenty seconds are enough for calls that are being learned or recorded just then, where nothing else is in the way.
    private func isLate(_ ended: BootInstant, after expiry: BootInstant, of asked: Ledger.Asked) -> Bool {
        let latest = expiry.advanced(by: .seconds(20))
        let isExcused =
            ledger.crashes.contains { $0.at >= asked.begunAt && $0.at <= latest }
            || ledger.badDisk.contains { $0.from <= latest && $0.to.advanced(by: .seconds(10)) >= expiry }
        return ended > latest && !isExcused && isSteady(from: asked.begunAt, to: latest)
    }

    /// Nobody's line is given up but for one that was away for as long as people wait for it, or over a start.
    private func hasReasonToFail(_ lines: Set<String>, at ended: BootInstant) -> Bool {
        machine.sockets.sticks.indices.contains { stick in
            lines.contains(line(stick))
                && ledger.wasAway(stick, before: ended)
        }
    }

    /// Neither the boot nor the clocks changed.
    func isSteady(from: BootInstant, to: BootInstant) -> Bool {
        !ledger.crashes.contains { $0.end == .powerLost && $0.at >= from && $0.at <= to }
            && !ledger.clockSteps.contains { $0 >= from && $0 <= to }
    }

    func hasCall(_ asked: Ledger.Asked, _ lines: Set<String>, until expiry: BootInstant) -> Bool {
        // Where the clock or the boot changed, what is left of a lifetime is what the wall clock says.
        ledger.dials.contains { dial in
            let isSteady = isSteady(from: asked.begunAt, to: max(expiry, dial.startedAt))
            return dial.number == asked.number && (!dial.isForwardingTold || !dial.isUndisturbed || ledger.rangOverOpening(dial))
                && lines.contains(line(dial.stick))
                && (dial.startedAt >= asked.begunAt || !dial.isUndisturbed && dial.endedAt ?? ledger.time.now >= asked.begunAt
                    || ledger.isToldAfter(asked.begunAt, dial))
                && (dial.startedAt <= expiry || !isSteady || ledger.rangOverOpening(dial) || ledger.mayBeDatedBefore(dial, expiry)
                    || ledger.mayBeMistaken(dial))
        }
    }

    /// A call that should have verified it: its number, on one of its lines, in time, read in full by whoever listened at its end, and dropped by us.
    private func wastedCall(
        _ asked: Ledger.Asked, lines: [String: BootInstant], ended: BootInstant, expiry: BootInstant
    ) -> Ledger.Dial? {
        ledger.dials.first { dial in
            guard let since = lines[line(dial.stick)], dial.number == asked.number, !dial.isForwarded, dial.isDropped,
                dial.isModemWell, let presented = dial.presentedLastAt,
                let heard = dial.isHeardToTheEnd ? ledger.beginsToRing(dial) : dial.heardLastAt, dial.startedAt > since,
                max(heard, dial.isHeardToTheEnd ? heard : presented).advanced(by: .seconds(1)) < expiry, heard < ended
            else { return false }
            let wasCanceled = asked.canceledAt.map { $0 < presented.advanced(by: .seconds(10)) } ?? false
            let isMisread =
                ledger.mayBeTakenForEarlier(dial) || ledger.isTakenForNameless(dial) || ledger.mayBeMistaken(dial)
                || ledger.mayBeDatedBefore(dial, asked.toldAt)
            return !wasCanceled && !mayBeLost(dial) && !isMisread
                && isSteady(from: asked.begunAt, to: max(dial.startedAt, heard))
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
}
