import Outbox
import SQLiteStore
import Telephony
import Testing
import Verification

/// A suspicious call: neither does it verify against the policy, nor does it do any harm.
@Suite struct SuspicionTests {
    @Test func `a call in an unusual form leaves the verification pending, and a clean call then verifies it`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        let settled = try await scene.store.settle(scene.call("c1", at: scene.at(20), flags: [.unusualForm]))
        #expect(settled.disposition == .suspicious && settled.ended == nil)
        let pending = try #require(try await scene.store.verification(made.id, of: scene.shop))
        #expect(pending.status == .pending && pending.flags == [.unusualForm] && pending.lastCall?.disposition == .suspicious)
        #expect(try await scene.deliveries().isEmpty)
        scene.store.close(CallID(rawValue: "c1"), at: scene.at(25))
        #expect(try await scene.store.settle(scene.call("c2", at: scene.at(30))).ended == made.id)
        let verified = try #require(try await scene.store.verification(made.id, of: scene.shop))
        #expect(verified.status == .verified && verified.flags.isEmpty && verified.evidence?.call.rawValue == "c2")
    }

    @Test func `what the policy accepts verifies, and shows`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        let flags: Set<CallFlag> = [.foreignRoute, .unusualPace]
        #expect(try await scene.store.settle(scene.call("c1", at: scene.at(20), flags: flags)).ended == made.id)
        #expect(try await scene.store.verification(made.id, of: scene.shop)?.flags == flags)
    }

    @Test func `a strict policy takes no check that others ask for at the same time`() async throws {
        let scene = try await Scene(policy: { _, _ in
            var policy = ApplicationPolicy.standard
            policy.acceptedFlags = []
            return policy
        })
        try await scene.verification()
        _ = try await scene.store.create(scene.request(from: scene.bank), offers: [scene.secondOffer], at: scene.at(11))
        #expect(try await scene.store.settle(scene.call("c1", at: scene.at(20))).disposition == .suspicious)
        #expect(try await scene.store.settle(scene.call("c2", at: scene.at(21), line: "two")).disposition == .matched)
    }

    @Test func `with nothing but suspicious calls it expires, and the reason names the flag`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20), flags: [.unusualForm]))
        let ended = try await scene.store.expireDue(at: scene.at(130), undecided: .init())
        #expect(ended.map(\.id) == [made.id])
        #expect(ended.first?.reason == "a call came, and was not trusted: unusual-form")
    }

    @Test func `a step-up verifies what a suspicious call left open, and nothing else`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        #expect(try await scene.store.stepUp(made.id, of: scene.shop, at: scene.at(15)) == .notFlagged)
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20), flags: [.unusualForm]))
        #expect(try await scene.store.stepUp(made.id, of: scene.bank, at: scene.at(25)) == nil)
        guard case .verified(let verified) = try await scene.store.stepUp(made.id, of: scene.shop, at: scene.at(25)) else {
            throw Scene.Missing()
        }
        #expect(verified.assurance == .steppedUp && verified.flags == [.unusualForm])
        #expect(try await scene.store.stepUp(made.id, of: scene.shop, at: scene.at(26)) == .notFlagged)
        #expect(try await scene.deliveries().map(\.eventType) == ["verification.verified"])
    }
}
