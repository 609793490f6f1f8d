import SQLiteStore
import Telephony
import Testing
import Verification

@Suite struct CreateTests {
    @Test func `a second request for a number gets another line, and none where there is none, whoever holds the slot`()
        async throws
    {
        let scene = try await Scene()
        let offers = [scene.offer, scene.secondOffer]
        try await scene.verification()
        let other = try await scene.store.create(scene.request(from: scene.bank), offers: offers, at: scene.at(11))
        guard case .created(let second) = other else { throw Scene.Missing() }
        #expect(second.handedOut.map(\.line) == [scene.secondOffer.line])
        #expect(try await scene.store.create(scene.request(), offers: offers, at: scene.at(12)) == .slotTaken)
        #expect(try await scene.store.create(scene.request(from: scene.bank), offers: offers, at: scene.at(12)) == .slotTaken)
    }

    @Test func `a slot is taken until 60 s after the end, except for the same application and reference`() async throws {
        let scene = try await Scene()
        let named = scene.request(reference: "order-1")
        let first = try await scene.store.create(named, offers: [scene.offer], at: scene.at(10))
        guard case .created(let made) = first else { throw Scene.Missing() }
        #expect(try await scene.store.create(named, offers: [scene.offer], at: scene.at(11)) == .existing(made))
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        #expect(try await scene.store.create(scene.request(), offers: [scene.offer], at: scene.at(79)) == .slotTaken)
        guard case .created(let next) = try await scene.store.create(named, offers: [scene.offer], at: scene.at(21)) else {
            throw Scene.Missing()
        }
        _ = try await scene.store.cancel(next.id, of: scene.shop, at: scene.at(22))
        guard case .created = try await scene.store.create(scene.request(), offers: [scene.offer], at: scene.at(82)) else {
            throw Scene.Missing()
        }
    }

    @Test func `two cards of one number are one slot`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        let twin = LineOffer(
            line: LineID(rawValue: "twin"), number: scene.offer.number, region: "RU", lastProof: 3, isSimulated: false)
        let asked = scene.request(from: scene.bank)
        #expect(try await scene.store.create(asked, offers: [twin], at: scene.at(11)) == .slotTaken)
        guard case .created(let made) = try await scene.store.create(asked, offers: [twin, scene.secondOffer], at: scene.at(11))
        else {
            throw Scene.Missing()
        }
        #expect(made.handedOut.map(\.line) == [scene.secondOffer.line])
    }

    @Test func `no offer is no line, and a full line is at capacity`() async throws {
        let scene = try await Scene(slotPolicy: SlotPolicy(pendingPerLine: 2))
        #expect(try await scene.store.create(scene.request(), offers: [], at: scene.at(10)) == .noLine)
        try await scene.verification()
        let another = try #require(E164("+79161234568"))
        let greedy = scene.request(number: another)
        #expect(try await scene.store.create(greedy, offers: [scene.offer], at: scene.at(11)) == .atCapacity)
        let fair = scene.request(from: scene.bank, number: another)
        guard case .created = try await scene.store.create(fair, offers: [scene.offer], at: scene.at(11)) else {
            throw Scene.Missing()
        }
    }

    @Test func `an idempotency key gives back what was created, refuses another payload, and is forgotten after a day`()
        async throws
    {
        let scene = try await Scene()
        let keyed = scene.request(idempotency: .init(key: "k", fingerprint: [1]))
        guard case .created(let made) = try await scene.store.create(keyed, offers: [scene.offer], at: scene.at(10)) else {
            throw Scene.Missing()
        }
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        #expect(try await scene.store.create(keyed, offers: [scene.offer], at: scene.at(30)) == .replayed(made))
        let changed = scene.request(idempotency: .init(key: "k", fingerprint: [2]))
        #expect(try await scene.store.create(changed, offers: [scene.offer], at: scene.at(30)) == .idempotencyConflict)
        guard case .created = try await scene.store.create(changed, offers: [scene.offer], at: scene.at(86_411)) else {
            throw Scene.Missing()
        }
    }

    @Test func `an application that is not configured is refused`() async throws {
        let scene = try await Scene()
        let stranger = try #require(ApplicationName(rawValue: "stranger"))
        await #expect(throws: StoreError.unknownApplication(stranger)) {
            try await scene.store.create(scene.request(from: stranger), offers: [scene.offer], at: scene.at(10))
        }
    }
}
