import Outbox
import SQLiteStore
import Telephony
import Testing
import Verification

@Suite struct LifetimeTests {
    @Test func `what is due waits for a call that began to ring in time, and no longer`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        #expect(try await scene.store.nextDeadline() == scene.at(130).instant)
        #expect(
            try await scene.store.expireDue(at: scene.at(131), undecided: ringing(at: scene.at(129), on: scene.offer.line)).isEmpty)
        #expect(
            try await scene.store.expireDue(at: scene.at(131), undecided: ringing(at: scene.at(130), on: scene.offer.line)).map(
                \.id) == [made.id])
        #expect(try await scene.store.nextDeadline() == nil)
        #expect(try await scene.store.expireDue(at: scene.at(140), undecided: .init()).isEmpty)
    }

    @Test func `what is due waits for a call on a line that is not known yet, and not for one on another line`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        #expect(try await scene.store.expireDue(at: scene.at(131), undecided: ringing(at: scene.at(129), on: nil)).isEmpty)
        let elsewhere = ringing(at: scene.at(129), on: LineID(rawValue: "iccid:0"))
        #expect(try await scene.store.expireDue(at: scene.at(131), undecided: elsewhere).map(\.id) == [made.id])
    }

    @Test func `a call that rang at the deadline is late, one that rang before it verifies though it is settled after it`()
        async throws
    {
        let scene = try await Scene()
        let made = try await scene.verification()
        #expect(try await scene.store.settle(scene.call("c1", at: scene.at(130)), closedAt: scene.at(131)) == .late)
        #expect(try await scene.store.settle(scene.call("c2", at: scene.at(129.9))).ended == made.id)
    }

    @Test func `a lifetime goes on after a reboot with what the wall clock leaves of it`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        let now = scene.at(5, boot: "b", wall: 70)
        try await scene.store.reanchor(at: now)
        #expect(try await scene.store.nextDeadline() == scene.at(65, boot: "b").instant)
        #expect(try await scene.store.expireDue(at: now, undecided: .init()).isEmpty)
        #expect(try await scene.store.settle(scene.call("c1", at: scene.at(6, boot: "b", wall: 71))).ended == made.id)
    }

    @Test func `a wall clock set back gives no lifetime longer than the first`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        try await scene.store.reanchor(at: scene.at(5, boot: "b", wall: -90_000))
        #expect(try await scene.store.nextDeadline() == scene.at(125, boot: "b").instant)
    }

    @Test func `each verification ends exactly once, with one delivery, however many end it at once`() async throws {
        let scene = try await Scene(slotPolicy: SlotPolicy(pendingPerLine: 0))
        var made: [Verification] = []
        for index in 0..<40 { made.append(try await scene.verification(of: E164("+7916000\(1000 + index)"))) }
        let (store, shop, deadline) = (scene.store, scene.shop, scene.at(130))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, verification) in made.enumerated() {
                let call = scene.call("c\(index)", at: scene.at(129), from: verification.phoneNumber)
                group.addTask { _ = try await store.settle(call) }
                group.addTask { _ = try await store.cancel(verification.id, of: shop, at: deadline) }
                group.addTask { _ = try await store.expireDue(at: deadline, undecided: .init()) }
            }
            try await group.waitForAll()
        }
        let deliveries = try await store.deliveries(DeliveryFilter(account: nil), limit: 100, before: nil).items
        #expect(deliveries.count == made.count && Set(deliveries.map(\.subject)) == Set(made.map(\.id.rawValue)))
        for verification in made {
            let ended = try #require(try await store.verification(verification.id, of: shop))
            #expect(deliveries.filter { $0.subject == ended.id.rawValue }.map(\.eventType) == ["verification.\(ended.status)"])
        }
    }
}

/// A call that is not settled.
private func ringing(at ring: Moment, on line: LineID?) -> UndecidedCalls {
    var calls = UndecidedCalls()
    calls.add(ring, on: line)
    return calls
}
