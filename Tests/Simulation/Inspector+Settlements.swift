import GRDB
import Telephony
import VirtualWorld

/// What calls came to, and which call verified whom.
extension Inspector {
    func lookAtSettlements() {
        guard let calls = rows("SELECT * FROM calls ORDER BY sequence"),
            let all = rows("SELECT * FROM verifications ORDER BY sequence")
        else { return }
        let byID = Dictionary(uniqueKeysWithValues: all.map { ($0["id"] as String, $0) })
        for call in calls {
            guard let id = call["verification"] as String?, let verification = byID[id] else { continue }
            look(at: call, of: verification)
        }
        let matched = Dictionary(grouping: calls.filter { $0["disposition"] == "matched" }) { $0["verification"] as String? ?? "" }
        for (id, its) in matched.sorted(by: { $0.key < $1.key }) where its.count > 1 || byID[id]?["status"] != "verified" {
            ledger.fault(.verifiedByOneCall, "\(its.count) calls matched \(id), which is \(byID[id]?["status"] ?? "nothing")")
        }
        for verification in all where verification["status"] == "verified" {
            guard let call = matched[verification["id"]]?.first else {
                ledger.fault(.verifiedByOneCall, "no call matched \(verification["id"] as String)")
                continue
            }
            look(at: call, thatVerified: verification)
        }
    }

    /// A call is told to nobody whom it does not concern.
    private func look(at call: Row, of verification: Row) {
        let number: String? = call["reading_number"]
        if number.map({ $0 != verification["phone_number"] as String }) ?? false
            || call["application"] as String? != verification["application"] as String?
        {
            ledger.fault(.callConcernsItsVerification, "\(call) \(verification)")
        }
    }

    private func isFit(_ call: Row) -> Bool {
        let (forwarding, bearer, caller): (String, String, String) = (call["forwarding"], call["bearer"], call["caller_state"])
        return forwarding != "yes" && bearer == "voice" && caller == "presented"
    }

    private func look(at call: Row, thatVerified verification: Row) {
        let lines = rows("SELECT * FROM handed_out_lines WHERE verification = ?", [verification["id"] as String]) ?? []
        let line = lines.first { $0["line"] as String == call["line"] }
        guard let line, isFit(call), call["reading_number"] as String? == verification["phone_number"] else {
            ledger.fault(.verifiedByItsCaller, "by \(call): \(verification)")
            return
        }
        guard let rang = rang(call), let since = ledger.instant(boot: line["since_boot"], nanoseconds: line["since_ns"]),
            let ended = ledger.instant(boot: verification["ended_boot"], nanoseconds: verification["ended_ns"])
        else { return }
        let expiry: BootInstant = since.advanced(by: .nanoseconds(verification["lifetime_ns"] as Int64))
        let isInTime = rang >= since && rang <= min(ended, expiry)
        if !isInTime, isSteady(from: min(since, rang), to: max(rang, expiry)) {
            ledger.fault(
                .verifiedByItsCaller, "rang at \(ledger.seconds(rang)), handed out at \(ledger.seconds(since)): \(verification)")
        }
    }
}
