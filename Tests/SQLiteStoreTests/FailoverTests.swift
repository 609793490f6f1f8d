import Outbox
import SQLiteStore
import Telephony
import Testing
import Verification

@Suite struct FailoverTests {
    private func events(_ scene: Scene) async throws -> [String] {
        try await scene.store.deliveries(DeliveryFilter(account: nil), limit: 100, before: nil).items.map(\.eventType)
    }

    @Test func `a verification whose line died gets another, is told so, and a call on either counts`() async throws {
        for line in ["one", "two"] {
            let scene = try await Scene()
            let made = try await scene.verification()
            let outcome = try await scene.store.handOver(
                from: [scene.offer.line], to: [scene.offer, scene.secondOffer], region: { _ in nil },
                at: scene.at(30))
            #expect(outcome.moved.map(\.id) == [made.id] && outcome.failed.isEmpty)
            #expect(outcome.moved.first?.handedOut.map(\.line) == [scene.offer.line, scene.secondOffer.line])
            #expect(try await events(scene) == ["line.changed"])
            #expect(try await scene.store.settle(scene.call("c", at: scene.at(40), line: line)).ended == made.id)
        }
    }

    @Test func `a call that rang on the second line before it was handed out counts for nothing`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        _ = try await scene.store.handOver(
            from: [scene.offer.line], to: [scene.secondOffer], region: { _ in nil }, at: scene.at(30))
        #expect(try await scene.store.settle(scene.call("c", at: scene.at(29), line: "two")).ended == nil)
    }

    @Test func `with no line left it ends as failed, once, with the reason`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        for _ in 0..<2 {
            _ = try await scene.store.handOver(
                from: [scene.offer.line], to: [scene.offer], region: { _ in nil }, at: scene.at(30))
        }
        let ended = try #require(try await scene.store.verification(made.id, of: scene.shop))
        #expect(ended.status == .failed && ended.reason == "the line to call went out of service, and no other is left")
        #expect(try await events(scene) == ["verification.failed"])
    }

    @Test func `one that has a line left stays where it is`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        _ = try await scene.store.handOver(
            from: [scene.offer.line], to: [scene.secondOffer], region: { _ in nil }, at: scene.at(30))
        let again = try await scene.store.handOver(
            from: [scene.offer.line], to: [], region: { _ in nil }, at: scene.at(50))
        #expect(again == FailoverOutcome())
        #expect(try await scene.store.waitedOn() == [scene.offer.line, scene.secondOffer.line])
    }

    @Test func `nobody is moved onto a slot that the number holds already`() async throws {
        let scene = try await Scene()
        let first = try await scene.verification()
        guard
            case .created(let second) = try await scene.store.create(
                scene.request(from: scene.bank), offers: [scene.secondOffer], at: scene.at(11))
        else { throw Scene.Missing() }
        let outcome = try await scene.store.handOver(
            from: [scene.offer.line], to: [scene.secondOffer], region: { _ in nil }, at: scene.at(30))
        #expect(outcome.failed.map(\.id) == [first.id])
        #expect(try await scene.store.settle(scene.call("c", at: scene.at(40), line: "two")).ended == second.id)
    }

    @Test func `a virtual line never stands in for a real one`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        let virtual = LineOffer(
            line: LineID(rawValue: "virtual"), number: scene.number, region: nil, lastProof: nil, isSimulated: true)
        let outcome = try await scene.store.handOver(
            from: [scene.offer.line], to: [virtual], region: { _ in nil }, at: scene.at(30))
        #expect(outcome.failed.map(\.id) == [made.id])
    }
}
