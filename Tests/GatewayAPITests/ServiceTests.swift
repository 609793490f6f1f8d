import FoundationEssentials
import GatewayAPI
import HTTPTypes
import SQLiteStore
import Synchronization
import Telephony
import Testing
import Verification

/// The API over the real store, two applications: what belongs to one is nothing to the other.
@Suite(.timeLimit(.minutes(1))) struct ServiceTests {
    private let asked = #"{"phone_number":"+919812345678","reference":"order-1"}"#

    @Test func `an application cannot see, end or replay what belongs to another`() async throws {
        try await withService { backend, shop, bank in
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
        try await withService { backend, shop, bank in
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

    @Test func `a query is read as forms write it: a plus is a space, and the plus of a number or a time is meant all the same`()
        async throws
    {
        try await withService { backend, shop, _ in
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
        try await withService { backend, shop, _ in
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
        try await withService { backend, _, _ in
            let weak = try await serviceKey(backend, TestBackend.shop, scopes: [.write, .read])
            try await talk(backend, key: weak) { (api) async throws in
                let answer = try await api.post(
                    "/v1/endpoints", #"{"url":"https://shop.example/x","events":["call.received"]}"#)
                #expect(answer.problem == "missing-scope")
                #expect(try await api.get("/v1/audit").problem == "missing-scope")
            }
        }
    }

    @Test func `a key that has expired opens nothing`() async throws {
        try await withService { backend, _, _ in
            let key = try await serviceKey(backend, TestBackend.shop, expiresAt: backend.now().unixMilliseconds + 5000)
            try await talk(backend, key: key) { (api) async throws in
                #expect(try await api.get("/v1/verifications").status == 200)
                backend.seconds.withLock { $0 = 5 }
                #expect(try await api.get("/v1/verifications").problem == "unauthorized")
            }
        }
    }

    @Test func `an answer that did not change is not sent again`() async throws {
        try await withService { backend, shop, _ in
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
        try await withService { backend, shop, _ in
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
        try await withService(policy: policy) { backend, shop, _ in
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
        try await withService { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                #expect(try await api.post("/v1/verifications", body).problem == "malformed-json")
            }
        }
    }

    @Test func `the same name in two objects is fine`() async throws {
        try await withService { backend, shop, _ in
            try await talk(backend, key: shop) { (api) async throws in
                let body =
                    #"{"phone_number":"+919812345678","metadata":{"a":{"x":"{\"x\":1}"},"b":[{"x":1},{"x":-1.5e300}],"x":":"}}"#
                #expect(try await api.post("/v1/verifications", body).status == 201)
            }
        }
    }
}
