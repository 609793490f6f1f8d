import Outbox
import SQLiteStore
import Telephony
import Testing
import Verification

@Suite struct DeliveryTests {
    @Test func `a lease outlives a restart and ends by itself`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        let now = UnixTime(milliseconds: scene.at(20).unixMilliseconds)
        let later = UnixTime(milliseconds: now.milliseconds + 30_000)
        #expect(
            try await scene.store.claim(limit: 5, perTarget: 5, rooms: ["host:shop.example": 0], now: now, lease: .seconds(30))
                .isEmpty)
        let claimed = try await scene.store.claim(limit: 5, perTarget: 5, rooms: [:], now: now, lease: .seconds(30))
        #expect(claimed.map(\.subject) == [made.id.rawValue])
        #expect(try await scene.store.nextDue(excluding: []) == later)
        try scene.store.close()
        let reopened = try SQLiteStore(directory: scene.directory)
        #expect(try await reopened.claim(limit: 5, perTarget: 5, rooms: [:], now: now, lease: .seconds(30)).isEmpty)
        #expect(try await reopened.claim(limit: 5, perTarget: 5, rooms: [:], now: later, lease: .seconds(30)) == claimed)
    }

    @Test func `an attempt is kept with its outcome, and what follows from it`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        let now = UnixTime(milliseconds: scene.at(20).unixMilliseconds)
        let message = try #require(
            try await scene.store.claim(limit: 1, perTarget: 5, rooms: [:], now: now, lease: .seconds(30)).first)
        let outcomes: [CallbackOutcome] = [
            .answered(status: 503, retryAfter: .seconds(7)), .failed(.refused(.inside(host: "a", address: "10.0.0.1"))),
            .failed(.timedOut(after: .seconds(15))),
        ]
        let attempts = outcomes.enumerated().map {
            DeliveryAttempt(message: message.id, number: $0 + 1, startedAt: now, took: .milliseconds(5), outcome: $1)
        }
        let retry = UnixTime(milliseconds: now.milliseconds + 1000)
        try await scene.store.record(attempts[0], next: .retry(at: retry))
        #expect(try await scene.store.nextDue(excluding: []) == retry)
        try await scene.store.record(attempts[1], next: .dead)
        try await scene.store.record(attempts[2], next: .delivered)
        #expect(try await scene.store.attempts(of: message.id) == attempts)
        #expect(try await scene.store.counts().deadDeliveries == 1)
        #expect(try await scene.store.nextDue(excluding: []) == nil)
    }
}
