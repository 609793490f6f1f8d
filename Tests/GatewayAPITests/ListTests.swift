import GatewayAPI
import HTTPTypes
import HummingbirdTesting
import Synchronization
import Telephony
import Testing
import Verification

/// Calls, callbacks, modems and lines, and who may see what of them.
@Suite struct ListTests {
    private func call(of application: ApplicationName?, at now: Moment) throws -> CallRecord {
        let presentation = CallerPresentation(digits: "+919812345678", typeOfAddress: .international)
        let call = IncomingCall(
            id: CallID(at: now), modem: ModemID(rawValue: "imei:1"), line: LineID(rawValue: "iccid:1"), presentation: presentation,
            caller: presentation.identity, rangAt: now)
        return CallRecord(
            call: call, reading: .number(try #require(E164("+919812345678"))), lineNumber: E164("+919876543210"),
            disposition: application == nil ? .noPending : .matched,
            verification: application.map { VerificationID(rawValue: "ver_\($0)") }, application: application, endedAt: nil)
    }

    private func isShown(_ call: CallRecord, to key: String, of backend: TestBackend) async throws -> Bool {
        backend.memory.state.withLock { $0.calls = [call] }
        let text = try await body("/v1/calls", key: key, of: backend)
        #expect(text.contains("call_"))
        return text.contains("919812345678")
    }

    private func body(_ path: String, key: String, of backend: TestBackend) async throws -> String {
        let application = try publicApplication(
            backend: backend, listener: PublicListener(host: "127.0.0.1", port: 0), logger: quiet)
        return try await application.test(.router) { (client) async throws in
            String(decoding: try await APIConversation(client: client, key: key).get(path).body, as: UTF8.self)
        }
    }

    @Test func `the caller of another application's verification is masked, and of one's own is not`() async throws {
        let backend = TestBackend([TestBackend.shop, TestBackend.bank])
        let call = try call(of: TestBackend.bank, at: backend.now())
        #expect(try await !isShown(call, to: backend.key(), of: backend))
        #expect(try await !body("/v1/calls", key: backend.key(), of: backend).contains("ver_bank"))
        #expect(try await isShown(call, to: backend.key(TestBackend.bank), of: backend))
        #expect(try await isShown(call, to: backend.key(scopes: [.calls, .admin]), of: backend))
    }

    @Test func `an unmatched caller is masked only where several applications share the lines`() async throws {
        let shared = TestBackend([TestBackend.shop, TestBackend.bank])
        #expect(try await !isShown(call(of: nil, at: shared.now()), to: shared.key(), of: shared))
        let alone = TestBackend()
        #expect(try await isShown(call(of: nil, at: alone.now()), to: alone.key(), of: alone))
    }

    @Test func `callbacks are an application's own`() async throws {
        let backend = TestBackend([TestBackend.shop, TestBackend.bank])
        let text = try await body("/v1/callbacks", key: backend.key(), of: backend)
        #expect(text.contains("msg_shop"))
        #expect(!text.contains("msg_bank"))
    }

    @Test(arguments: ["/v1/modems", "/v1/lines"])
    func `state and number are all that a customer sees of the hardware`(path: String) async throws {
        let backend = TestBackend()
        let customer = try await body(path, key: backend.key(), of: backend)
        #expect(customer.contains("+919876543210"))
        #expect(!customer.contains("ttyUSB3"))
        #expect(!customer.contains("imei"))
        #expect(!customer.contains("iccid"))
        let admin = try await body(path, key: backend.key(scopes: [.read, .admin]), of: backend)
        #expect(admin.contains("iccid:1") && admin.contains("\"state\":\"ready\"") && admin.contains("\"simulated\":"))
    }
}
