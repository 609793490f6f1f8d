import FoundationEssentials
import GRDB
import Telephony

/// What has to hold of callbacks when everything was mended and has come right.
extension Inspector {
    func lookAtDeliveries(_ receipts: [String: Shop.Receipt]) {
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
        if state == "dead", delivery["attempts"] as Int != Settings.retryWaits.count {
            ledger.fault(.deadAfterAllAttempts, "dead after \(delivery["attempts"] as Int): \(delivery["id"] as String)")
        }
        if state == "delivered", receipt == nil { ledger.fault(.endIsDelivered, "delivered, and never received") }
        if let receipt, Data(receipt.body) != delivery["body"] as Data {
            ledger.fault(.endpointHeardTheTruth, "another body than that of \(delivery["id"] as String)")
        }
    }
}
