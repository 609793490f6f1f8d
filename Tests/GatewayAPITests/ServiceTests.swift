import FoundationEssentials
import GatewayAPI
import HTTPTypes
import Outbox
import SQLiteStore
import Synchronization
import Telephony
import Testing
import Verification

/// The API over the real store, two applications: what belongs to one is nothing to the other.
@Suite(.timeLimit(.minutes(1))) struct ServiceTests {
    private let asked = #"{"phone_number":"+919812345678","reference":"order-1"}"#

    private func scene(
        policy: ApplicationPolicy = .standard, _ body: @escaping @Sendable (TestBackend, String, String) async throws -> Void
    ) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let backend = try await TestBackend(directory: directory.path("data"), policy: policy)
        try await body(backend, try await key(backend, TestBackend.shop), try await key(backend, TestBackend.bank))
        try backend.real?.close()
    }

    private func key(
        _ backend: TestBackend, _ name: ApplicationName?, scopes: Set<APIKeyRecord.Scope> = APIKeyRecord.Scope.standard,
        expiresAt: Int64? = nil
    ) async throws -> String {
        let key = APIKey.generate()
        let record = APIKeyRecord(
            id: KeyID(at: backend.now()), application: try #require(name), hash: key.hash, hint: key.hint, scopes: scopes,
            createdAt: backend.now(), expiresAt: expiresAt)
        try await backend.store.insert(record)
        return key.text
    }

    @Test func `an application cannot see, end or replay what belongs to another`() async throws {
        try await scene { backend, shop, bank in
            try await talk(backend, key: shop) { (api) async throws in
                let made = try await api.post("/v1/verifications", asked)
                let endpoint = try await api.post(
                    "/v1/endpoints", #"{"url":"https://shop.example/x","events":["verification.*"]}"#)
                #expect(made.status == 201 && endpoint.status == 201)
                let (id, place) = (try #require(made.json["id"] as? String), try #require(endpoint.json["id"] as? String))
                let test = try await api.post("/v1/endpoints/\(place)/test", "")
                let message = try #require(test.json["id"] as? String)
                var other = api
                other.key = bank
                for path in ["verifications/\(id)", "verifications/\(id)/events", "endpoints/\(place)", "callbacks/\(message)"] {
                    #expect(try await other.get("/v1/\(path)").problem == "not-found", "\(path)")
                }
                for path in [
                    "verifications/\(id)/cancel", "verifications/\(id)/step-up", "verifications/\(id)/client-token",
                    "callbacks/\(message)/replay", "endpoints/\(place)/test", "endpoints/\(place)/replay",
                    "endpoints/\(place)/rotate-secret",
                ] {
                    #expect(try await other.send(.post, "/v1/\(path)", body: nil).problem == "not-found", "\(path)")
                }
                let json: HTTPFields = [.contentType: "application/json"]
                #expect(
                    try await other.send(.patch, "/v1/endpoints/\(place)", body: #"{"enabled":false}"#, headers: json).problem
                        == "not-found")
                #expect(try await other.send(.delete, "/v1/endpoints/\(place)", body: nil).problem == "not-found")
                for list in ["verifications", "callbacks"] { #expect(try await other.get("/v1/\(list)").items.isEmpty) }
                #expect(try await other.get("/v1/endpoints").items.allSatisfy { $0["application"] as? String == "bank" })
                #expect(try await api.get("/v1/verifications/\(id)").json["status"] as? String == "pending")
                #expect(try await api.get("/v1/endpoints/\(place)").json["state"] as? String == "enabled")
            }
        }
    }

    @Test func `a slot taken looks the same whoever holds it`() async throws {
        try await scene { backend, shop, bank in
            try await talk(backend, key: shop) { (api) async throws in
                #expect(try await api.post("/v1/verifications", asked).status == 201)
                var other = api
                other.key = bank
                let (own, theirs) = (
                    try await api.post("/v1/verifications", #"{"phone_number":"+919812345678"}"#),
                    try await other.post("/v1/verifications", #"{"phone_number":"+919812345678"}"#)
                )
                #expect(own.status == 409 && own.body == theirs.body)
                #expect(own.headers[.retryAfter] == "60" && theirs.headers[.retryAfter] == "60")
            }
        }
    }

    @Test func `a secret is shown when it is made, and never again`() async throws {
        try await scene { backend, shop, _ in
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
        try await scene { backend, shop, _ in
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
        try await scene { backend, shop, _ in
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

    @Test func `a query is read as forms write it: a plus is a space, and the plus of a number or a time is meant all the same`()
        async throws
    {
        try await scene { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let asked = #"{"phone_number":"+919812345678","reference":"order 12"}"#
                #expect(try await api.post("/v1/verifications", asked).status == 201)
                for query in [
                    "reference=order+12", "reference=order%2012", "phone_number=+919812345678",
                    "created_after=2001-01-01T00:00:00+05:30",
                ] {
                    #expect(try await api.get("/v1/verifications?\(query)").items.count == 1, "\(query)")
                }
                #expect(try await api.get("/v1/calls?number_called=+919876543210").status == 200)
            }
        }
    }

    @Test func `a repeated request that found what was there gets it as it stands, again`() async throws {
        try await scene { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let asked = #"{"phone_number":"+919812345678","reference":"r1"}"#
                #expect(try await api.post("/v1/verifications", asked).status == 201)
                backend.seconds.withLock { $0 += 5 }
                var keyed: HTTPFields = [.contentType: "application/json"]
                keyed[try #require(HTTPField.Name("Idempotency-Key"))] = "k2"
                for _ in 1...2 {
                    #expect(try await api.post("/v1/verifications", asked, headers: keyed).status == 200)
                }
            }
        }
    }

    @Test func `who may not read calls gets none told`() async throws {
        try await scene { backend, _, _ in
            let weak = try await key(backend, TestBackend.shop, scopes: [.write, .read])
            try await talk(backend, key: weak) { (api) async throws in
                let answer = try await api.post(
                    "/v1/endpoints", #"{"url":"https://shop.example/x","events":["call.received"]}"#)
                #expect(answer.problem == "missing-scope")
                #expect(try await api.get("/v1/audit").problem == "missing-scope")
            }
        }
    }

    @Test func `a key that has expired opens nothing`() async throws {
        try await scene { backend, _, _ in
            let key = try await key(backend, TestBackend.shop, expiresAt: backend.now().unixMilliseconds + 5000)
            try await talk(backend, key: key) { (api) async throws in
                #expect(try await api.get("/v1/verifications").status == 200)
                backend.seconds.withLock { $0 = 5 }
                #expect(try await api.get("/v1/verifications").problem == "unauthorized")
            }
        }
    }

    @Test func `an answer that did not change is not sent again`() async throws {
        try await scene { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let made = try await api.post("/v1/verifications", asked)
                let id = try #require(made.json["id"] as? String)
                let path = "/v1/verifications/\(id)"
                let tag = try #require(try await api.get(path).headers[.eTag])
                #expect(try await api.send(.get, path, body: nil, headers: [.ifNoneMatch: "\"x\", \(tag)"]).status == 304)
                _ = try await api.send(.post, "\(path)/cancel", body: nil)
                #expect(try await api.send(.get, path, body: nil, headers: [.ifNoneMatch: tag]).status == 200)
            }
        }
    }

    @Test func `a verification that is canceled again is told of once`() async throws {
        try await scene { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let id = try #require(try await api.post("/v1/verifications", asked).json["id"] as? String)
                let before = backend.changes.withLock { $0 }
                for second in 1...3 {
                    backend.seconds.withLock { $0 = Double(second) }
                    let answer = try await api.send(.post, "/v1/verifications/\(id)/cancel", body: nil)
                    #expect(answer.json["status"] as? String == "canceled")
                }
                #expect(backend.changes.withLock { $0 } == before + 1)
            }
        }
    }

    @Test func `policy says which numbers, hosts and keys there may be`() async throws {
        var policy = ApplicationPolicy.standard
        policy.numberKinds = [.mobile]
        policy.callbackHosts = ["shop.example"]
        policy.requiresIdempotencyKey = true
        try await scene(policy: policy) { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                func ask(_ body: String, key: String? = "k\(UInt64.random(in: 0 ... .max))") async throws -> String? {
                    var headers: HTTPFields = [.contentType: "application/json"]
                    if let name = HTTPField.Name("Idempotency-Key") { headers[name] = key }
                    return try await api.post("/v1/verifications", body, headers: headers).problem
                }
                #expect(try await ask(asked, key: nil) == "idempotency-key-required")
                #expect(try await ask(#"{"phone_number":"+911112345678"}"#) == "number-not-allowed")
                #expect(try await ask(#"{"phone_number":"+919876543210"}"#) == "number-not-allowed")
                #expect(
                    try await ask(#"{"phone_number":"+919812345678","callback_url":"https://evil.example/"}"#)
                        == "callback-url-refused")
                backend.allows.withLock { $0 = false }
                #expect(try await ask(asked) == "denied")
                backend.allows.withLock { $0 = true }
                #expect(try await ask(asked) == nil)
            }
        }
    }

    @Test func `what is kept of a number, calls among it, is shown with the scope of calls only`() async throws {
        try await scene { backend, _, _ in
            let key = try await key(backend, TestBackend.shop, scopes: [.write])
            try await talk(backend, key: key) { (api) async throws in
                let export = try await api.post("/v1/phone-numbers/export", #"{"phone_number":"+919812345678"}"#)
                #expect(export.problem == "missing-scope")
            }
        }
    }

    @Test func `a test event that waits is sent again, and no second one piles up behind it`() async throws {
        try await scene { backend, shop, _ in
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
        try await scene { backend, shop, _ in
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

    @Test func `erasing waits for the gap, and is noted with the number masked`() async throws {
        try await scene { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let made = try await api.post("/v1/verifications", asked)
                let id = try #require(made.json["id"] as? String)
                #expect(try await api.post("/v1/phone-numbers/erase", #"{"phone_number":"+919812345678"}"#).problem == "slot-taken")
                _ = try await api.send(.post, "/v1/verifications/\(id)/cancel", body: nil)
                backend.seconds.withLock { $0 = 61 }
                let export = try await api.post("/v1/phone-numbers/export", #"{"phone_number":"+919812345678"}"#)
                #expect((export.json["verifications"] as? [Any])?.count == 1)
                let erased = try await api.post("/v1/phone-numbers/erase", #"{"phone_number":"+919812345678"}"#)
                #expect(erased.json["verifications"] as? Int == 1 && erased.json["callbacks"] as? Int == 1)
                #expect(try await api.get("/v1/verifications/\(id)").status == 404)
            }
            let acts = try await backend.store.audit(page: PageRequest(limit: 10)).items
            #expect(acts.map(\.act) == ["number.erased", "number.exported"])
            #expect(acts.allSatisfy { $0.subject.contains("•") && !$0.subject.contains("9812345678") })
        }
    }

    @Test(arguments: [
        #"{"phone_number":"+919812345678","phone_number":"+919812345679"}"#,
        #"{"phone_number":"+919812345678","phone\u005fnumber":"+919812345679"}"#,
        #"{"phone_number":"+919812345678","metadata":{"a":1,"b":{"c":1,"c":2}}}"#,
        #"{"phone_number":"+919812345678","metadata":{"order":9223372036854775808}}"#,
        #"{"phone_number":"+919812345678","metadata":[-18446744073709551616]}"#, #"{"phone_number":"+919812345678" , }"#,
        #"{"phone_number":"+919812345678","metadata":[1,2, ]}"#,
    ])
    func `what two readers would read differently is refused: a name twice, numbers beyond 64 bits, commas too many`(_ body: String)
        async throws
    {
        try await scene { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                #expect(try await api.post("/v1/verifications", body).problem == "malformed-json")
            }
        }
    }

    @Test func `the same name in two objects is fine`() async throws {
        try await scene { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let body =
                    #"{"phone_number":"+919812345678","metadata":{"a":{"x":"{\"x\":1}"},"b":[{"x":1},{"x":-1.5e300}],"x":":"}}"#
                #expect(try await api.post("/v1/verifications", body).status == 201)
            }
        }
    }
}
