import Outbox
import SQLiteStore
import Telephony
import Testing
import Verification

/// A call that nobody asked about beforehand, claimed afterwards.
@Suite struct ClaimTests {
    /// The first line is the shop's own, which may claim for 30 s.
    private func scene(url: String? = "https://shop.example/hook") async throws -> Scene {
        try await Scene(shopURL: url) { line, _ in
            var policy = ApplicationPolicy.standard
            policy.dedicatedLines = [line]
            policy.claimWindow = .seconds(30)
            return policy
        }
    }

    private func authenticate(_ scene: Scene, at seconds: Double, as name: ApplicationName? = nil) async throws
        -> AuthenticationOutcome
    {
        try await scene.store.authenticate(
            AuthenticationRequest(application: name ?? scene.shop, phoneNumber: scene.number), at: scene.at(seconds))
    }

    @Test func `a call on the application's own line is claimed once, called back, and ranks below a presented one`() async throws {
        let scene = try await scene()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(10)))
        guard case .verified(let claimed) = try await authenticate(scene, at: 20) else { throw Scene.Missing() }
        #expect(claimed.assurance == .claimed && claimed.evidence?.call.rawValue == "c1")
        #expect(try await scene.deliveries().map(\.eventType) == ["verification.verified"])
        guard case .alreadyTaken = try await authenticate(scene, at: 21) else { throw Scene.Missing() }
        #expect(try await scene.deliveries().count == 1)
    }

    @Test func `no other application claims it, and none on a shared line`() async throws {
        let scene = try await scene()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(10)))
        #expect(try await authenticate(scene, at: 11, as: scene.bank) == .unknown)
        _ = try await scene.store.settle(scene.call("c2", at: scene.at(100), line: "two"))
        #expect(try await authenticate(scene, at: 101) == .unknown)
    }

    @Test func `a call that would have been suspicious is not claimed, and one with accepted flags keeps them`() async throws {
        let scene = try await scene()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(10), flags: [.unusualForm]))
        #expect(try await authenticate(scene, at: 11) == .unknown)
        let other = try await self.scene()
        _ = try await other.store.settle(other.call("c1", at: other.at(10), flags: [.foreignRoute]))
        guard case .verified(let claimed) = try await authenticate(other, at: 11) else { throw Scene.Missing() }
        #expect(claimed.flags == [.foreignRoute])
    }

    @Test func `an older call is not claimed`() async throws {
        let scene = try await scene()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(10)))
        #expect(try await authenticate(scene, at: 41) == .unknown)
    }

    @Test func `a call within a slot or its gap is not claimed, and none while a slot is taken`() async throws {
        let scene = try await scene()
        guard case .created(let made) = try await scene.store.create(scene.request(), offers: [scene.offer], at: scene.at(10))
        else {
            throw Scene.Missing()
        }
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        #expect(try await scene.store.settle(scene.call("late", at: scene.at(30))).disposition == .late)
        #expect(
            try await authenticate(scene, at: 31)
                == .notVerified(try #require(try await scene.store.verification(made.id, of: scene.shop))))
    }

    @Test func `a call is not claimed while another application's slot of the number is taken`() async throws {
        let scene = try await scene()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(10)))
        _ = try await scene.store.create(scene.request(from: scene.bank), offers: [scene.secondOffer], at: scene.at(11))
        #expect(try await authenticate(scene, at: 12) == .unknown)
    }

    @Test func `without the policy nothing is claimed`() async throws {
        let scene = try await Scene(shopURL: "https://shop.example/hook")
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(10)))
        #expect(try await authenticate(scene, at: 11) == .unknown)
    }
}
