import GRDB
public import Outbox
import Telephony
import Verification

extension SQLiteStore: DeliveryStore {
    /// Reads the index from target to target, however much waits for one of them.
    public func due(
        at now: UnixTime, limit: Int, perTarget: Int, rooms: [String: Int], underWay: DeliveriesUnderWay
    ) async throws -> [Delivery] {
        try await read { database in
            try DueDeliveries(database: database, underWay: underWay).due(
                at: now, limit: limit, perTarget: perTarget, rooms: rooms)
        }
    }

    /// With ``NextStep/gone`` it disables the endpoint, unless that leads elsewhere by now. Of an erased delivery nothing is kept.
    public func record(_ attempt: DeliveryAttempt, next: NextStep) async throws {
        let outcome = try JSONColumn.text(StoredOutcome(attempt.outcome))
        let changed = { @Sendable [customers] (endpoints: [Endpoint]?) in
            if let endpoints { customers.update { $0.endpoints = endpoints } }
        }
        _ = try await writer.perform(committed: changed) { database in
            // Whose delivery was erased meanwhile leaves nothing.
            guard try database.row("SELECT 1 FROM deliveries WHERE id = ?", [attempt.message.rawValue]) != nil else { return nil }
            try database.insert(
                "attempts",
                [
                    "message": attempt.message.rawValue, "number": attempt.number,
                    "started_ms": attempt.startedAt.milliseconds, "took_ns": attempt.took.wholeNanoseconds, "outcome": outcome,
                ])
            let endpoint = next == .gone ? try endpointServed(by: attempt.message, in: database) : nil
            // One that leads elsewhere by now is not gone, and is tried there.
            let hasMoved = endpoint.map { $0.url != attempt.url ?? $0.url } ?? false
            let next = hasMoved ? NextStep.retry(at: attempt.startedAt) : next
            if hasMoved, let endpoint {
                try database.run("UPDATE deliveries SET url = ? WHERE id = ?", [endpoint.url, attempt.message.rawValue])
            }
            // What was given up meanwhile, and was taken all the same, is delivered. What was sent off anew meanwhile stays due.
            try database.run(
                """
                UPDATE deliveries SET attempts = attempts + 1,
                next_ms = CASE WHEN state = 'pending' AND schedule_start = ?4 THEN coalesce(?2, next_ms) ELSE next_ms END,
                due_ms = CASE WHEN state = 'pending' AND schedule_start = ?4 THEN coalesce(?2, due_ms) ELSE due_ms END,
                state = CASE WHEN state = 'pending' AND schedule_start = ?4 OR ?1 = 'delivered' THEN ?1 ELSE state END WHERE id = ?3
                """,
                [next.state.rawValue, next.retryMilliseconds, attempt.message.rawValue, attempt.scheduleStart])
            return try hasMoved ? nil : endpoint.map { try disable($0, in: database) }
        }
    }

    /// By the wall clock, as ``followWallClock(to:)`` knows it.
    public func nextDue(excluding: Set<String>, underWay: DeliveriesUnderWay) async throws -> UnixTime? {
        try await read { try DueDeliveries(database: $0, underWay: underWay).next(excluding: excluding) }
    }

    /// The targets that a delivery waits for.
    public func waitingTargets() async throws -> Set<String> {
        try await read { Set(try DueDeliveries(database: $0, underWay: [:]).targets()) }
    }

    /// `limit` is taken as 1 to 100; `before`: where the page before ended, `nil`: the newest.
    public func deliveries(_ filter: DeliveryFilter, limit: Int, before: Int64?) async throws -> DeliveryPage {
        let limit = min(max(limit, 1), 100)
        return try await read { database in
            let rows = try database.rows(
                """
                SELECT * FROM deliveries WHERE sequence < ?1 AND (?2 IS NULL OR account = ?2) AND (?3 IS NULL OR state = ?3)
                AND (?4 IS NULL OR endpoint = ?4) AND (?5 IS NULL OR event_type = ?5) ORDER BY sequence DESC LIMIT ?6
                """,
                [
                    before ?? .max, filter.account, filter.state?.rawValue, filter.endpoint?.rawValue, filter.eventType, limit + 1,
                ])
            let page = try paged(rows, limit: limit, DeliveryTable(database: database).delivery)
            return DeliveryPage(items: page.items, next: page.next)
        }
    }

    /// Its body is that of the transaction that made it.
    public func delivery(_ id: MessageID, of account: String?) async throws -> Delivery? {
        try await read { try DeliveryTable(database: $0).one(id, of: account) }
    }

    /// Of several the one due first.
    public func waiting(_ eventType: String, for endpoint: EndpointID) async throws -> Delivery? {
        try await read { database in
            let row = try database.row(
                """
                SELECT * FROM deliveries INDEXED BY deliveries_due WHERE state = 'pending' AND target = ?1 AND event_type = ?2
                ORDER BY due_ms LIMIT 1
                """, [endpoint.rawValue, eventType])
            return try row.map(DeliveryTable(database: database).delivery)
        }
    }

    /// To where its endpoint leads now; one that was delivered goes out again, too.
    public func replay(_ id: MessageID, of account: String?, at now: UnixTime) async throws -> Delivery? {
        try await writer.perform { database in
            let table = DeliveryTable(database: database)
            guard try table.one(id, of: account) != nil else { return nil }
            try database.run(
                """
                UPDATE deliveries SET state = 'pending', schedule_start = attempts, next_ms = ?1, due_ms = ?1,
                url = coalesce((SELECT endpoints.url FROM endpoints WHERE endpoints.id = deliveries.endpoint), url) WHERE id = ?2
                """, [now.milliseconds, id.rawValue])
            return try table.one(id, of: account)
        }
    }

    /// To where the endpoint leads now.
    public func replayDead(of endpoint: EndpointID, since: UnixTime, at now: UnixTime) async throws -> Int {
        try await writer.perform { database in
            try database.run(
                """
                UPDATE deliveries SET state = 'pending', schedule_start = attempts, next_ms = ?1, due_ms = ?1,
                url = coalesce((SELECT endpoints.url FROM endpoints WHERE endpoints.id = deliveries.endpoint), url)
                WHERE sequence IN (SELECT sequence FROM deliveries INDEXED BY deliveries_dead
                    WHERE state = 'dead' AND endpoint = ?2 AND created_ms >= ?3 LIMIT 10000)
                """, [now.milliseconds, endpoint.rawValue, since.milliseconds])
        }
    }

    /// Wakes nobody: the courier has to be rung for.
    public func enqueue(_ delivery: Delivery) async throws {
        try await writer.perform { try DeliveryTable(database: $0).insert(delivery) }
    }

    /// Throws where a newer version wrote an outcome that this one does not know.
    public func attempts(of message: MessageID) async throws -> [DeliveryAttempt] {
        try await read { database in
            try database.rows("SELECT * FROM attempts WHERE message = ? ORDER BY sequence", [message.rawValue]).map { row in
                guard let outcome = try JSONColumn.value(row["outcome"], as: StoredOutcome.self)?.outcome else {
                    throw UnreadableRow(table: "attempts")
                }
                return DeliveryAttempt(
                    message: message, number: row["number"], startedAt: UnixTime(milliseconds: row["started_ms"]),
                    took: .nanoseconds(row["took_ns"] as Int64), outcome: outcome)
            }
        }
    }
}

private func endpointServed(by message: MessageID, in database: Database) throws -> Endpoint? {
    try DeliveryTable(database: database).one(message, of: nil)?.endpoint.flatMap {
        try EndpointTable(database: database).one($0, of: nil)
    }
}

/// An endpoint wants no more. All endpoints, as they are then.
private func disable(_ endpoint: Endpoint, in database: Database) throws -> [Endpoint] {
    let table = EndpointTable(database: database)
    var gone = endpoint
    gone.state = .disabled(.gone)
    try table.save(gone)
    return try table.all()
}

extension NextStep {
    fileprivate var state: Delivery.State {
        switch self {
        case .delivered: .delivered
        case .retry: .pending
        case .dead, .gone: .dead
        }
    }

    fileprivate var retryMilliseconds: Int64? {
        if case .retry(let time) = self { time.milliseconds } else { nil }
    }
}
