import SQLiteStore
import Telephony
import Testing
import Verification

@Suite struct CallListTests {
    @Test func `calls on lines that are another's own are left out of a list, but for those of the viewer's verifications`()
        async throws
    {
        let scene = try await Scene()
        try await scene.verification()
        _ = try await scene.store.settle(scene.call("call_1", at: scene.at(20)))
        _ = try await scene.store.settle(scene.call("call_2", at: scene.at(200)))
        _ = try await scene.store.settle(scene.call("call_3", at: scene.at(300), line: "two"))
        func listed(_ viewer: ApplicationName) async throws -> [String] {
            let filter = CallFilter(hiddenLines: [scene.offer.number], viewer: viewer)
            return try await scene.store.calls(filter, page: PageRequest(limit: 10)).items.map(\.call.id.rawValue)
        }
        #expect(try await listed(scene.bank) == ["call_3"])
        #expect(try await listed(scene.shop) == ["call_3", "call_1"])
    }
}
