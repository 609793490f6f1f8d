import GatewayAPI
import HTTPTypes
import HummingbirdTesting
import Synchronization
import Telephony
import Testing
import Verification

/// `/v1/verifications` and `/v1/authenticate`.
@Suite struct PublicVerificationTests {
    let body = #"{"phone_number":"+919812345678"}"#

    @Test func `a created verification comes back with 201, its location and the number to call`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            let answer = try await api.post("/v1/verifications", body)
            #expect(answer.status == 201)
            #expect(answer.json["status"] as? String == "pending")
            #expect(answer.json["code"] as? String == "001")
            #expect(answer.json["number_to_call"] as? String == "+919876543210")
            let location = try #require(answer.headers[.location])
            #expect(try await api.get(location).json["id"] as? String == answer.json["id"] as? String)
            #expect(backend.changes.withLock { $0 } == 1)
        }
    }

    @Test func `reference, metadata and lifetime reach the store as they were given`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            _ = try await api.post(
                "/v1/verifications",
                #"{"phone_number":"+919812345678","reference":"r1","metadata":{"a":[1,null,"x"]},"expires_in":600}"#)
        }
        let request = try #require(backend.memory.state.withLock { $0.requests.first })
        #expect(request.reference == "r1")
        #expect(request.metadata == .object(["a": .array([.integer(1), .null, .string("x")])]))
        #expect(request.lifetime == .seconds(600))
        #expect(request.callbackURL == "https://shop.example/hook")
    }

    @Test(arguments: [
        (#"{"phone_number":"12"}"#, "/phone_number"), ("{}", "/phone_number"), (#"{"phone_number":5}"#, "/phone_number"),
        (#"{"phone_number":"+919812345678","expires_in":601}"#, "/expires_in"),
        (#"{"phone_number":"+919812345678","expires_in":0}"#, "/expires_in"),
        (#"{"phone_number":"+919812345678","expires_in":1e300}"#, "/expires_in"),
        (#"{"phone_number":"+919812345678","callback_url":"http://shop.example"}"#, "/callback_url"),
        (#"{"phone_number":"+919812345678","phone":"x"}"#, "/phone"),
        (#"{"phone_number":"+919812345678","reference":""}"#, "/reference"),
        (#"{"phone_number":"+919812345678","reference":"r\u0000s"}"#, "/reference"),
    ])
    func `a field that cannot be taken is named with 422`(body: String, pointer: String) async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            let answer = try await api.post("/v1/verifications", body)
            #expect(answer.status == 422)
            #expect(answer.pointer == pointer)
            #expect(backend.memory.state.withLock { $0.requests.isEmpty })
        }
    }

    @Test func `without any callback URL nothing is created`() async throws {
        let backend = TestBackend([TestBackend.bank])
        try await talk(backend, key: backend.key(TestBackend.bank)) { (api) async throws in
            let answer = try await api.post("/v1/verifications", body)
            #expect(answer.status == 422)
            #expect(answer.problem == "callback-url-missing")
        }
    }

    @Test func `a number in the metadata that would lose digits is refused`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            for (number, isTaken) in [
                ("0.12345678901234567890", false), ("12345678901234567890.5", false), ("12345678901234567890", false),
                ("0.30000000000000004", true), ("1.7976931348623157e+308", true), ("-0.000000000000000000000001", true),
            ] {
                let asked = #"{"phone_number":"+919812345678","metadata":{"n":\#(number)}}"#
                #expect((try await api.post("/v1/verifications", asked).status == 201) == isTaken, "\(number)")
            }
        }
    }

    @Test func `metadata over 8 KiB and a reference over 128 characters are refused`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            let metadata = String(repeating: "m", count: 8200)
            let long = #"{"phone_number":"+919812345678","metadata":"\#(metadata)"}"#
            #expect(try await api.post("/v1/verifications", long).pointer == "/metadata")
            let reference = String(repeating: "r", count: 129)
            let named = #"{"phone_number":"+919812345678","reference":"\#(reference)"}"#
            #expect(try await api.post("/v1/verifications", named).pointer == "/reference")
        }
    }

    @Test(arguments: [
        (CreateOutcome.slotTaken, 409, "slot-taken", "60" as String?), (.atCapacity, 503, "capacity", "30"),
        (.noLine, 503, "no-line", "30"),
        (.idempotencyConflict, 422, "idempotency-conflict", nil),
    ])
    func `what the store refuses is a problem of its own`(
        outcome: CreateOutcome, status: Int, problem: String, retryAfter: String?
    ) async throws {
        let backend = TestBackend()
        backend.memory.state.withLock { $0.outcome = outcome }
        try await talk(backend, key: backend.key()) { (api) async throws in
            let answer = try await api.post("/v1/verifications", body)
            #expect(answer.status == status)
            #expect(answer.problem == problem)
            #expect(answer.headers[.retryAfter] == retryAfter)
        }
    }

    @Test func `an idempotency key counts bare and quoted alike, with the fingerprint of the body`() async throws {
        let backend = TestBackend()
        let name = try #require(HTTPField.Name("Idempotency-Key"))
        try await talk(backend, key: backend.key()) { (api) async throws in
            for value in ["k1", "\"k1\""] {
                _ = try await api.post("/v1/verifications", body, headers: [.contentType: "application/json", name: value])
            }
        }
        let sent = backend.memory.state.withLock { $0.requests.map(\.idempotency) }
        #expect(sent.count == 2)
        #expect(sent.first == sent.last)
        #expect(sent.first??.key == "k1")
        #expect(sent.first??.fingerprint.count == 32)
    }

    @Test func `a pending verification asked for again by reference comes back with 200`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            _ = try await api.post("/v1/verifications", body)
            let first = try #require(backend.memory.state.withLock { $0.verifications.first })
            backend.memory.state.withLock { $0.outcome = .existing(first) }
            #expect(try await api.post("/v1/verifications", body).status == 200)
            backend.memory.state.withLock { $0.outcome = .replayed(first) }
            #expect(try await api.post("/v1/verifications", body).status == 201)
        }
    }

    @Test func `while the disk stalls new verifications get 503`() async throws {
        let backend = TestBackend()
        backend.stall.withLock { $0 = "The disk stalls." }
        try await talk(backend, key: backend.key()) { (api) async throws in
            let answer = try await api.post("/v1/verifications", body)
            #expect(answer.status == 503)
            #expect(answer.problem == "store-unavailable")
        }
    }

    @Test func `an application neither sees nor cancels another one's verification`() async throws {
        let backend = TestBackend([TestBackend.shop, TestBackend.bank])
        try await talk(backend) { (api) async throws in
            var shop = api
            shop.key = backend.key()
            var bank = api
            bank.key = backend.key(TestBackend.bank)
            let id = try #require(try await shop.post("/v1/verifications", body).json["id"] as? String)
            #expect(try await bank.get("/v1/verifications/\(id)").status == 404)
            #expect(try await bank.post("/v1/verifications/\(id)/cancel", "").status == 404)
            #expect(try await bank.get("/v1/verifications").items.isEmpty)
            #expect(try await shop.post("/v1/verifications/\(id)/cancel", "").json["status"] as? String == "canceled")
        }
    }

    @Test func `a list is paged by a cursor that is handed back as it came`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            let next = try #require(try await api.get("/v1/verifications?limit=5&status=pending").json["next"] as? String)
            _ = try await api.get("/v1/verifications?cursor=\(next)")
            #expect(backend.memory.state.withLock { $0.pages } == [PageRequest(limit: 5), PageRequest(limit: 20, before: 41)])
            for query in ["limit=0", "limit=x", "cursor=41", "cursor=c-1", "status=open", "phone_number=5"] {
                #expect(try await api.get("/v1/verifications?\(query)").problem == "invalid-parameter", "\(query)")
            }
        }
    }

    @Test func `authenticate says 000 only where the store does`() async throws {
        let backend = TestBackend()
        try await talk(backend, key: backend.key()) { (api) async throws in
            _ = try await api.post("/v1/verifications", body)
            var found = try #require(backend.memory.state.withLock { $0.verifications.first })
            found.status = .verified
            for (outcome, code, status) in [
                (AuthenticationOutcome.verified(found), "000", "verified"), (.alreadyTaken(found), "001", "taken"),
                (.ambiguous, "001", "ambiguous"), (.unknown, "001", "unknown"), (.notVerified(found), "001", "outdated"),
            ] {
                backend.memory.state.withLock { $0.authentication = outcome }
                let answer = try await api.post("/v1/authenticate", body)
                #expect(answer.status == 200)
                #expect(answer.json["code"] as? String == code)
                #expect(answer.json["status"] as? String == status)
            }
        }
    }
}
