import FoundationEssentials
import GatewayAPI
import HTTPTypes
import Outbox
import SQLiteStore
import Synchronization
import Telephony
import Testing
import Verification

/// Where callbacks go, over the real store.
@Suite(.timeLimit(.minutes(1))) struct EndpointTests {
    @Test func `a secret is shown when it is made, and never again`() async throws {
        try await withService { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let made = try await api.post(
                    "/v1/endpoints", #"{"url":"https://shop.example/x","events":["call.received"],"stale_after":60}"#)
                let id = try #require(made.json["id"] as? String)
                #expect((made.json["secret"] as? String)?.hasPrefix("whsec_") == true)
                let shown = try await api.get("/v1/endpoints/\(id)")
                #expect(!String(decoding: shown.body, as: UTF8.self).contains("whsec_"))
                let rotated = try await api.post("/v1/endpoints/\(id)/rotate-secret", #"{"overlap":60}"#)
                #expect(rotated.json["secret"] as? String != made.json["secret"] as? String)
                #expect(rotated.json["secret_rotates_until"] is String)
            }
        }
    }

    @Test func `the configured endpoint can be disabled, and changed nowhere but in the configuration`() async throws {
        try await withService { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let json: HTTPFields = [.contentType: "application/json"]
                func change(_ body: String) async throws -> APIConversation.Answer {
                    try await api.send(.patch, "/v1/endpoints/ep_shop", body: body, headers: json)
                }
                #expect(try await change(#"{"url":"https://evil.example/"}"#).problem == "endpoint-configured")
                #expect(try await change(#"{"enabled":false}"#).json["disabled_reason"] as? String == "requested")
                #expect(try await api.send(.delete, "/v1/endpoints/ep_shop", body: nil).problem == "endpoint-configured")
            }
        }
    }

    @Test func `an endpoint that leads elsewhere now is not made to wait for what the place before did not take`() async throws {
        try await withService { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let made = try await api.post(
                    "/v1/endpoints", #"{"url":"https://shop.example/x","events":["verification.*"]}"#)
                let id = try #require(made.json["id"] as? String)
                backend.failing.withLock { _ = $0.insert(id) }
                func change(_ body: String) async throws -> String? {
                    let json: HTTPFields = [.contentType: "application/json"]
                    return try await api.send(.patch, "/v1/endpoints/\(id)", body: body, headers: json).json["circuit"] as? String
                }
                #expect(try await change(#"{"description":"orders"}"#) == "open")
                #expect(try await change(#"{"url":"https://shop.example/y"}"#) == "closed")
            }
        }
    }

    @Test func `a test event that waits is sent again, and no second one piles up behind it`() async throws {
        try await withService { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let endpoint = try await api.post(
                    "/v1/endpoints", #"{"url":"https://shop.example/x","events":["verification.*"]}"#)
                let place = try #require(endpoint.json["id"] as? String)
                let first = try await api.post("/v1/endpoints/\(place)/test", "")
                backend.seconds.withLock { $0 = 5 }
                let second = try await api.post("/v1/endpoints/\(place)/test", "")
                #expect(second.status == 202 && second.json["id"] as? String == first.json["id"] as? String)
                #expect(second.json["next_attempt_at"] as? String != first.json["next_attempt_at"] as? String)
                #expect(try await api.get("/v1/callbacks").items.count == 1)
            }
        }
    }

    @Test func `who has no access to the operator's network is not told what its names stand for`() async throws {
        try await withService { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let endpoint = try await api.post(
                    "/v1/endpoints", #"{"url":"https://db.internal/","events":["verification.*"]}"#)
                let place = try #require(endpoint.json["id"] as? String)
                let test = try await api.post("/v1/endpoints/\(place)/test", "")
                let message = try #require(test.json["id"] as? String)
                try await backend.deliveries.record(
                    DeliveryAttempt(
                        message: MessageID(rawValue: message), number: 1, startedAt: UnixTime(milliseconds: 0), took: .seconds(0),
                        outcome: .failed(.refused(.inside(host: "db.internal", address: "10.1.2.3")))),
                    next: .dead)
                let shown = try await api.get("/v1/callbacks/\(message)")
                #expect((shown.json["attempt_log"] as? [[String: Any]])?.count == 1)
                #expect(!String(decoding: shown.body, as: UTF8.self).contains("10.1.2.3"))
                try await talkAsOperator(backend) { (admin) async throws in
                    let shown = try await admin.get("/admin/callbacks/\(message)")
                    #expect(String(decoding: shown.body, as: UTF8.self).contains("db.internal is 10.1.2.3"))
                }
            }
        }
    }
}
