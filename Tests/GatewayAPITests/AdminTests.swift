import GatewayAPI
import HTTPTypes
import HummingbirdTesting
import Telephony
import Testing
import Verification

/// The operator's API.
@Suite struct AdminTests {
    let body = #"{"phone_number":"+919812345678"}"#

    @Test func `a key is shown once, works, and is of no use once revoked`() async throws {
        let backend = TestBackend()
        try await talkAsOperator(backend) { (api) async throws in
            let created = try await api.post("/admin/keys", #"{"application":"shop"}"#)
            #expect(created.status == 201)
            let key = try #require(created.json["key"] as? String)
            #expect(created.json["scopes"] as? [String] == ["calls:read", "verifications:read", "verifications:write"])
            #expect(try await api.get("/admin/keys").items.first?["key"] == nil)
            try await talk(backend, key: key) { (api) async throws in #expect(try await api.get("/v1/verifications").status == 200)
            }
            let id = try #require(created.json["id"] as? String)
            #expect(try await api.send(.delete, "/admin/keys/\(id)", body: nil).status == 204)
            #expect(try await api.send(.delete, "/admin/keys/\(id)", body: nil).status == 404)
            try await talk(backend, key: key) { (api) async throws in #expect(try await api.get("/v1/verifications").status == 401)
            }
        }
    }

    @Test func `a key needs an application that is configured and scopes that exist`() async throws {
        try await talkAsOperator(TestBackend()) { (api) async throws in
            #expect(try await api.post("/admin/keys", #"{"application":"nobody"}"#).pointer == "/application")
            #expect(try await api.post("/admin/keys", #"{"application":"shop","scopes":["all"]}"#).pointer == "/scopes")
            #expect(try await api.post("/admin/keys", #"{"application":"shop","scopes":[]}"#).pointer == "/scopes")
        }
    }

    @Test func `an order to a modem is carried out or refused in one sentence`() async throws {
        try await talkAsOperator(TestBackend()) { (api) async throws in
            let answer = try await api.post("/admin/modems/orders", #"{"modem":"imei:1","action":"at","command":"AT+CSQ"}"#)
            #expect(answer.json["lines"] as? [String] == ["AT+CSQ", "OK"])
            #expect(try await api.post("/admin/modems/orders", #"{"modem":"imei:1","action":"dial"}"#).pointer == "/action")
            #expect(try await api.post("/admin/modems/orders", #"{"modem":"x","action":"reset"}"#).problem == "modem-order-refused")
        }
    }

    @Test func `the application may be left out where there is one`() async throws {
        try await talkAsOperator(TestBackend()) { (api) async throws in
            let created = try await api.post("/admin/verifications", body)
            #expect(created.status == 201)
            let location = try #require(created.headers[.location])
            #expect(try await api.get(location).status == 200)
            #expect(try await api.get("/admin/verifications/ver_none").status == 404)
            #expect(try await api.post("\(location)/cancel", "").json["status"] as? String == "canceled")
            #expect(try await api.get(location).json["status"] as? String == "canceled")
            #expect(try await api.post("/admin/verifications/ver_none/cancel", "").status == 404)
        }
        try await talkAsOperator(TestBackend([TestBackend.shop, TestBackend.bank])) { (api) async throws in
            #expect(try await api.post("/admin/verifications", body).pointer == "/application")
        }
    }

    @Test func `status, modems, calls and callbacks are there without a key`() async throws {
        try await talkAsOperator(TestBackend()) { (api) async throws in
            #expect(try await api.get("/admin/status").json["state"] as? String == "well")
            #expect(try await api.get("/admin/modems").items.first?["id"] as? String == "imei:1")
            #expect(try await api.get("/admin/calls").status == 200)
            #expect(try await api.get("/admin/callbacks").items.count == 2)
            #expect(try await api.get("/v1/verifications").status == 404)
        }
    }

    @Test func `a virtual modem rings, or the reason comes back`() async throws {
        try await talkAsOperator(TestBackend()) { (api) async throws in
            #expect(try await api.post("/admin/simulate/calls", #"{"from":"+919812345678"}"#).status == 204)
            let refused = try await api.post("/admin/simulate/calls", #"{"from":"+919812345678","to":"+1"}"#)
            #expect(refused.status == 409)
            #expect(refused.problem == "simulation-refused")
            #expect(try await api.post("/admin/simulate/calls", #"{"from":"1","rings":-1}"#).pointer == "/rings")
        }
    }
}
