import HTTPTypes
import HummingbirdTesting
import Synchronization
import Testing
import Verification

@testable import GatewayAPI

/// `/healthz`, `/readyz` and `/metrics`.
@Suite struct OperationTests {
    @Test func `health needs nothing, readiness tells its reasons`() async throws {
        let backend = TestBackend()
        try await talk(backend) { (api) async throws in
            #expect(try await api.get("/healthz").status == 200)
            #expect(try await api.get("/readyz").status == 200)
            backend.isReady.withLock { $0 = false }
            let answer = try await api.get("/readyz")
            #expect(answer.status == 503)
            #expect(answer.json["reasons"] as? [String] == ["no line takes calls"])
        }
    }

    @Test func `metrics are open on loopback and need an admin key elsewhere`() async throws {
        let backend = TestBackend()
        try await talk(backend) { (api) async throws in
            let text = String(decoding: try await api.get("/metrics").body, as: UTF8.self)
            #expect(text.contains("ringcheck_modems{state=\"ready\"} 1\n"))
            #expect(text.contains("ringcheck_verifications_pending 3\n"))
            for name in ["X-Forwarded-For", "Forwarded"] {
                let forwarded = [try #require(HTTPField.Name(name)): "198.51.100.7"] as HTTPFields
                #expect(try await api.send(.get, "/metrics", body: nil, headers: forwarded).status == 401, "\(name)")
            }
        }
        try await talk(backend, host: "0.0.0.0") { (api) async throws in #expect(try await api.get("/metrics").status == 401) }
        try await talk(backend, key: backend.key(), host: "0.0.0.0") { (api) async throws in
            #expect(try await api.get("/metrics").status == 403)
        }
        let admin = backend.key(scopes: [.admin])
        try await talk(backend, key: admin, host: "0.0.0.0") { (api) async throws in
            #expect(try await api.get("/metrics").status == 200)
        }
    }

    @Test func `the description of the API has no name twice`() {
        #expect(throws: Never.self) { try JSONScan(Array(OpenAPIDocument.bytes)).check() }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("::1", true), ("localhost", true), ("127.evil.example", false),
        ("0.0.0.0", false),
    ])
    func `only this machine counts as loopback`(host: String, isLoopback: Bool) {
        #expect(PublicListener(host: host, port: 1).isLoopback == isLoopback)
    }
}
