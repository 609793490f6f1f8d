import FoundationEssentials
import GatewayAPI
import HTTPTypes
import SQLiteStore
import Synchronization
import Telephony
import Testing
import Verification

/// What is kept of one number, over the real store.
@Suite(.timeLimit(.minutes(1))) struct PrivacyTests {
    private let asked = #"{"phone_number":"+919812345678","reference":"order-1"}"#

    @Test func `what is kept of a number, calls among it, is shown with the scope of calls only`() async throws {
        try await withService { backend, _, _ in
            let key = try await serviceKey(backend, TestBackend.shop, scopes: [.write])
            try await talk(backend, key: key) { (api) async throws in
                let export = try await api.post("/v1/phone-numbers/export", #"{"phone_number":"+919812345678"}"#)
                #expect(export.problem == "missing-scope")
            }
        }
    }

    @Test func `erasing waits for the gap, and is noted with the number masked`() async throws {
        try await withService { backend, shop, _ in
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
}
