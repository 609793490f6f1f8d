import GatewayAPI
import HTTPTypes
import HummingbirdTesting
import Synchronization
import Testing
import Verification

/// What goes wrong, as every client sees it.
@Suite struct ProblemTests {
    let body = #"{"phone_number":"+919812345678"}"#

    @Test(arguments: [nil, "rk_", "rk_" + String(repeating: "A", count: 43), "token"] as [String?])
    func `no key, or one that is not known, gets 401 and the challenge`(key: String?) async throws {
        try await talk(TestBackend(), key: key) { (api) async throws in
            let answer = try await api.get("/v1/verifications")
            #expect(answer.status == 401)
            #expect(answer.problem == "unauthorized")
            #expect(answer.headers[.wwwAuthenticate] == "Bearer")
        }
    }

    @Test func `a key without the scope gets 403`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key(scopes: [.read])) { (api) async throws in
            #expect(try await api.post("/v1/verifications", body).problem == "missing-scope")
            #expect(try await api.get("/v1/calls").status == 403)
            #expect(try await api.get("/v1/verifications").status == 200)
        }
    }

    @Test(arguments: ["", "{", "[]", "5", #"{"phone_number":1e999}"#, "\u{FEFF}{", String(repeating: "[", count: 60_000)])
    func `a body that is no JSON object gets 400`(body: String) async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            let answer = try await api.post("/v1/verifications", body)
            #expect(answer.status == 400)
            #expect(answer.problem == "malformed-json")
        }
    }

    @Test func `a body of another type gets 415, a charset does no harm`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            let form = try await api.post("/v1/verifications", body, headers: [.contentType: "text/plain"])
            #expect(form.status == 415)
            #expect(try await api.post("/v1/verifications", body, headers: [:]).status == 415)
            let json = try await api.post("/v1/verifications", body, headers: [.contentType: "application/json; charset=utf-8"])
            #expect(json.status == 201)
        }
    }

    @Test func `a body over 64 KiB gets 413`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            let answer = try await api.post("/v1/verifications", String(repeating: " ", count: 65_537))
            #expect(answer.status == 413)
            #expect(answer.problem == "body-too-large")
        }
    }

    @Test func `an unknown path gets 404 and an unknown method 405 with Allow, both as problems`() async throws {
        try await talk(TestBackend()) { (api) async throws in
            #expect(try await api.get("/v2/x").problem == "not-found")
            let answer = try await api.send(.delete, "/v1/verifications", body: nil)
            #expect(answer.status == 405)
            #expect(answer.problem == "method-not-allowed")
            #expect(answer.headers[.allow] == "GET, POST")
        }
    }

    @Test(arguments: ["/", "/v1/authenticate", "/v1/verifications/x", "/OTPApi/send"])
    func `a HEAD is answered without content, whatever it asks for`(_ path: String) async throws {
        try await talk(TestBackend()) { (api) async throws in
            let answer = try await api.send(.head, path, body: nil)
            #expect(answer.status >= 400 && answer.body.isEmpty)
        }
    }

    @Test func `a store that cannot be reached gives 503 and not 500`() async throws {
        let backend = TestBackend()
        backend.memory.state.withLock { $0.failure = .unavailable(path: "/data", detail: "disk full") }
        try await talk(backend, key: backend.key()) { (api) async throws in
            let answer = try await api.post("/v1/verifications", body)
            #expect(answer.status == 503)
            #expect(answer.problem == "store-unavailable")
            #expect(answer.json["detail"].map { "\($0)".contains("/data") } == false)
        }
    }

    @Test func `every answer carries the security headers`() async throws {
        try await talk(TestBackend()) { (api) async throws in
            for path in ["/healthz", "/v1/calls", "/nowhere"] {
                let answer = try await api.get(path)
                #expect(answer.headers[.xContentTypeOptions] == "nosniff", "\(path)")
                #expect(answer.headers[.cacheControl] == "no-store", "\(path)")
            }
        }
    }
}
