import Outbox
import SQLiteStore
import Telephony
import Testing
import Verification

@Suite struct DeliveryTests {
    @Test func `what is under way is not due, and after a restart it is`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        let now = UnixTime(milliseconds: scene.at(20).unixMilliseconds)
        let noRoom = ["shop https://shop.example:443": 0]
        #expect(try await scene.store.due(at: now, limit: 5, perTarget: 5, rooms: noRoom, underWay: [:]).isEmpty)
        let due = try await scene.store.due(at: now, limit: 5, perTarget: 5, rooms: [:], underWay: [:])
        #expect(due.map(\.subject) == [made.id.rawValue])
        let underWay = ["shop https://shop.example:443": Set(due.map(\.id))]
        #expect(try await scene.store.due(at: now, limit: 5, perTarget: 5, rooms: [:], underWay: underWay).isEmpty)
        #expect(try await scene.store.nextDue(excluding: [], underWay: underWay) == nil)
        try scene.store.close()
        let reopened = try SQLiteStore(directory: scene.directory)
        #expect(try await reopened.due(at: now, limit: 5, perTarget: 5, rooms: [:], underWay: [:]) == due)
    }

    @Test func `an attempt is kept with its outcome, and what follows from it`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        let now = UnixTime(milliseconds: scene.at(20).unixMilliseconds)
        let message = try #require(
            try await scene.store.due(at: now, limit: 1, perTarget: 5, rooms: [:], underWay: [:]).first)
        let outcomes: [CallbackOutcome] = [
            .answered(status: 503, retryAfter: .seconds(7)), .failed(.refused(.inside(host: "a", address: "10.0.0.1"))),
            .failed(.timedOut(after: .seconds(15))),
        ]
        let attempts = outcomes.enumerated().map {
            DeliveryAttempt(message: message.id, number: $0 + 1, startedAt: now, took: .milliseconds(5), outcome: $1)
        }
        let retry = UnixTime(milliseconds: now.milliseconds + 1000)
        try await scene.store.record(attempts[0], next: .retry(at: retry))
        #expect(try await scene.store.nextDue(excluding: [], underWay: [:]) == retry)
        try await scene.store.record(attempts[1], next: .dead)
        #expect(try await scene.store.counts().deadDeliveries == 1)
        try await scene.store.record(attempts[2], next: .delivered)
        #expect(try await scene.store.attempts(of: message.id) == attempts)
        #expect(try await scene.store.counts().deadDeliveries == 0)
        #expect(try await scene.store.nextDue(excluding: [], underWay: [:]) == nil)
    }
}
