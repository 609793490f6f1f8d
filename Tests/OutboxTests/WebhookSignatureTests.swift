import Outbox
import Testing

@Suite struct WebhookSignatureTests {
    private let id = MessageID(rawValue: "msg_p5jXN8AQM9LWM0D4loKWxJek")
    private let body = Array(#"{"test": 2432232314}"#.utf8)
    private let vector = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

    @Test func `the published test vector is signed`() throws {
        let secret = try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        #expect(WebhookSignature.sign(id: id, timestamp: 1_614_265_330, body: body, secrets: [secret]) == vector)
        #expect(WebhookSignature.verify(vector, id: id, timestamp: 1_614_265_330, body: body, secret: secret))
    }

    @Test func `while secrets rotate both sign and either verifies`() {
        let old = WebhookSecret.random()
        let new = WebhookSecret.random()
        let header = WebhookSignature.sign(id: id, timestamp: 1, body: body, secrets: [old, new])
        #expect(header.split(separator: " ").count == 2)
        #expect(WebhookSignature.verify(header, id: id, timestamp: 1, body: body, secret: old))
        #expect(WebhookSignature.verify(header, id: id, timestamp: 1, body: body, secret: new))
        #expect(!WebhookSignature.verify(header, id: id, timestamp: 1, body: body, secret: .random()))
    }

    @Test func `another id, time or body does not verify`() throws {
        let secret = WebhookSecret.random()
        let header = WebhookSignature.sign(id: id, timestamp: 1, body: body, secrets: [secret])
        #expect(!WebhookSignature.verify(header, id: MessageID(rawValue: "msg_x"), timestamp: 1, body: body, secret: secret))
        #expect(!WebhookSignature.verify(header, id: id, timestamp: 2, body: body, secret: secret))
        #expect(!WebhookSignature.verify(header, id: id, timestamp: 1, body: body + [32], secret: secret))
        #expect(!WebhookSignature.verify("", id: id, timestamp: 1, body: body, secret: secret))
    }

    @Test(arguments: [
        ("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", WebhookSecretError.noPrefix), ("whsec_", .wrongLength(bytes: 0)),
        ("whsec_AAAA", .wrongLength(bytes: 3)), ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", .notBase64), ("whsec_!!!!", .notBase64),
    ])
    func `a bad secret says what is wrong`(text: String, error: WebhookSecretError) {
        #expect(throws: error) { try WebhookSecret(text) }
    }

    @Test func `a secret never prints itself, and reads back what it reveals`() throws {
        let secret = WebhookSecret.random()
        var dumped = ""
        dump(secret, to: &dumped)
        let inside = String(secret.revealed.dropFirst(6))
        #expect(!"\(secret) \(String(reflecting: secret)) \(dumped)".contains(inside))
        #expect(try WebhookSecret(secret.revealed) == secret)
    }
}
