import SQLiteStore
import Telephony
import Testing
import Verification

@Suite struct AuthenticateTests {
    @Test func `the first 000 takes it, and another application gets nothing`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        let ours = AuthenticationRequest(application: scene.shop, phoneNumber: scene.number)
        #expect(try await scene.store.authenticate(ours, at: scene.at(15)) == .notVerified(made))
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        let theirs = AuthenticationRequest(application: scene.bank, phoneNumber: scene.number, verification: made.id)
        #expect(try await scene.store.authenticate(theirs, at: scene.at(30)) == .unknown)
        let verified = try #require(try await scene.store.verification(made.id, of: scene.shop))
        #expect(try await scene.store.authenticate(ours, at: scene.at(30)) == .verified(verified))
        #expect(try await scene.store.authenticate(ours, at: scene.at(31)) == .alreadyTaken(verified))
    }

    @Test func `by number alone two in 300 s are ambiguous, by identity they are not, and after 300 s it is too late`() async throws
    {
        let scene = try await Scene()
        let first = try await scene.verification()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        _ = try await scene.store.create(scene.request(), offers: [scene.secondOffer], at: scene.at(30))
        let alone = AuthenticationRequest(application: scene.shop, phoneNumber: scene.number)
        #expect(try await scene.store.authenticate(alone, at: scene.at(40)) == .ambiguous)
        let named = AuthenticationRequest(application: scene.shop, phoneNumber: scene.number, verification: first.id)
        guard case .notVerified = try await scene.store.authenticate(named, at: scene.at(321)) else { throw Scene.Missing() }
        guard case .verified = try await scene.store.authenticate(named, at: scene.at(320)) else { throw Scene.Missing() }
    }

    @Test func `what ended in another boot counts only where the clock says that it ended within 300 s, and not in the future`()
        async throws
    {
        let scene = try await Scene()
        let made = try await scene.verification()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        let request = AuthenticationRequest(application: scene.shop, phoneNumber: scene.number, verification: made.id)
        for wall in [19.0, -4000, 321] {
            guard case .notVerified = try await scene.store.authenticate(request, at: scene.at(5, boot: "b", wall: wall)) else {
                throw Scene.Missing()
            }
        }
        guard case .verified = try await scene.store.authenticate(request, at: scene.at(5, boot: "b", wall: 20)) else {
            throw Scene.Missing()
        }
    }
}
