import Testing
import Verification

@testable import GatewayAPI

@Suite(.timeLimit(.minutes(1))) struct EventHubTests {
    @Test func `once the gateway stops every stream ends, also one that is opened only then`() async throws {
        let hub = EventHub()
        let shop = try #require(ApplicationName(rawValue: "shop"))
        let before = try #require(hub.watch(shop, by: .key))
        hub.close()
        let after = try #require(hub.watch(shop, by: .key))
        for stream in [before, after] {
            for await notice in stream { Issue.record("\(notice) was told of") }
        }
    }

    @Test func `the keys of one application have their share of the streams and no more`() throws {
        let hub = EventHub()
        let (shop, bank) = (try #require(ApplicationName(rawValue: "shop")), try #require(ApplicationName(rawValue: "bank")))
        let streams = (0..<EventHub.keysOfOne).map { _ in hub.watch(shop, by: .key) }
        #expect(streams.allSatisfy { $0 != nil })
        #expect(hub.watch(shop, by: .key) == nil)
        #expect(hub.watch(bank, by: .key) != nil)
    }
}
