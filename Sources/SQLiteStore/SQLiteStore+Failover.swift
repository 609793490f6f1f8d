import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    /// Looks at the pending ones only.
    public func waitedOn() async throws -> Set<LineID> {
        try await read { database in
            let rows = try database.rows(
                """
                SELECT DISTINCT line FROM verifications INDEXED BY verifications_by_deadline
                CROSS JOIN handed_out_lines ON verification = id WHERE status = 'pending'
                """)
            return Set(rows.map { LineID(rawValue: $0["line"]) })
        }
    }

    /// Lets go of every slot whose gap is over first, for which it writes.
    public func linesWithSlots(at now: Moment) async throws -> Set<LineID> {
        let gap = slotPolicy.gap
        return try await writer.perform { database in
            let slots = SlotTable(database: database, gap: gap, now: now)
            while try slots.releaseOldSlots() > 0 {}
            return Set(try slots.loads().keys)
        }
    }

    /// All of them in one transaction, with their events; no line is too full for them.
    public func handOver(
        from dead: Set<LineID>, to offers: [LineOffer], region: @escaping @Sendable (E164) -> String?, at now: Moment
    ) async throws -> FailoverOutcome {
        let gap = slotPolicy.gap
        return try await writer.perform { [customers] database in
            try LineFailover(
                database: database, dead: dead, now: now, gap: gap, region: region, customers: customers.current
            ).handOver(to: offers)
        }
    }
}
