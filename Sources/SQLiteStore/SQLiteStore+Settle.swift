import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    public func settle(_ call: ObservedCall) async throws -> Settlement {
        let gap = slotPolicy.gap
        return try await writer.perform(urgent: true) { [customers] database in
            try CallSettlement(database: database, customers: customers.current, gap: gap).settle(call)
        }
    }

    public func close(_ call: CallID, at now: Moment) async throws {
        try await writer.perform { database in
            _ = try database.run(
                "UPDATE calls SET closed_boot = ?, closed_ns = ?, closed_ms = ? WHERE id = ? AND closed_boot IS NULL",
                StatementArguments(now.columns + [call.rawValue]))
        }
    }
}
