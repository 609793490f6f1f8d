import SQLiteStore
import Telephony
import Testing
import Verification

/// How often a number may be asked about.
@Suite struct AttemptTests {
    private func scene(perNumber: Int = 2, perPrefix: Int = 0) async throws -> Scene {
        try await Scene(slotPolicy: SlotPolicy(pendingPerLine: 0, gap: .zero)) { _, _ in
            var policy = ApplicationPolicy.standard
            policy.attempts.perNumber = perNumber
            policy.attempts.perPrefix = perPrefix
            return policy
        }
    }

    /// Asks and cancels.
    private func attempt(_ scene: Scene, at seconds: Double, client: String? = nil, number: E164? = nil) async throws
        -> CreateOutcome
    {
        let outcome = try await scene.store.create(
            scene.request(number: number, client: client), offers: [scene.offer], at: scene.at(seconds))
        if case .created(let made) = outcome { _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(seconds)) }
        return outcome
    }

    private func isRefused(_ outcome: CreateOutcome) -> Bool { if case .tooManyAttempts = outcome { true } else { false } }

    @Test func `a client that asks too often waits, and uses up nothing of anybody else`() async throws {
        let scene = try await scene()
        for second in [10.0, 20] { #expect(!isRefused(try await attempt(scene, at: second, client: "stranger"))) }
        #expect(try await attempt(scene, at: 30, client: "stranger") == .tooManyAttempts(retryAfter: .seconds(3580)))
        #expect(!isRefused(try await attempt(scene, at: 31, client: "owner")))
        #expect(!isRefused(try await attempt(scene, at: 32)))
        #expect(!isRefused(try await attempt(scene, at: 3611, client: "stranger")))
    }

    @Test func `who is verified has not used anything up`() async throws {
        let scene = try await scene(perNumber: 1)
        for round in 0..<5 {
            let start = Double(round * 100)
            guard case .created = try await scene.store.create(scene.request(), offers: [scene.offer], at: scene.at(start)) else {
                throw Scene.Missing()
            }
            _ = try await scene.store.settle(scene.call("c\(round)", at: scene.at(start + 5)))
        }
    }

    @Test func `a restart forgets no attempt`() async throws {
        let scene = try await scene(perNumber: 1, perPrefix: 2)
        _ = try await attempt(scene, at: 10)
        try scene.store.close()
        let reopened = try SQLiteStore(directory: scene.directory, slotPolicy: SlotPolicy(pendingPerLine: 0, gap: .zero))
        var policy = ApplicationPolicy.standard
        policy.attempts.perNumber = 1
        try await reopened.register([Application(name: scene.shop, callbackURL: nil, policy: policy)])
        #expect(isRefused(try await reopened.create(scene.request(), offers: [scene.offer], at: scene.at(20))))
    }

    @Test func `numbers that begin alike are counted together`() async throws {
        let scene = try await scene(perPrefix: 2)
        for (index, digits) in ["+79161234001", "+79161234002"].enumerated() {
            #expect(!isRefused(try await attempt(scene, at: Double(index), number: E164(digits))))
        }
        #expect(isRefused(try await attempt(scene, at: 3, number: E164("+79161234003"))))
        #expect(!isRefused(try await attempt(scene, at: 4, number: E164("+79991234003"))))
        #expect(!isRefused(try await attempt(scene, at: 3602, number: E164("+79161234003"))))
    }
}
