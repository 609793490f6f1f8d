import Outbox
import Testing

@Suite struct MasterKeyTests {
    private let key = MasterKey(bytes: Array(0..<32))

    private func endpoint(_ secret: Endpoint.SecretVersion) -> Endpoint {
        Endpoint(
            id: EndpointID(rawValue: "ep_1"), account: "shop", url: "https://shop.example/", events: [],
            createdAt: UnixTime(milliseconds: 0), secret: secret)
    }

    @Test func `each endpoint and version has a secret of its own, always the same`() {
        let secrets = [("ep_1", 1), ("ep_1", 2), ("ep_2", 1)].map {
            key.secret(of: EndpointID(rawValue: $0.0), version: $0.1).revealed
        }
        #expect(Set(secrets).count == 3)
        #expect(key.secret(of: EndpointID(rawValue: "ep_1"), version: 1).revealed == secrets[0])
        #expect(MasterKey(bytes: Array(1..<33)).secret(of: EndpointID(rawValue: "ep_1"), version: 1).revealed != secrets[0])
    }

    @Test func `while a secret is rotated both sign, and after it one`() {
        let rotated = endpoint(.init(number: 1).rotated(overlapUntil: UnixTime(milliseconds: 1000)))
        #expect(key.secrets(of: rotated, at: UnixTime(milliseconds: 999)).count == 2)
        #expect(key.secrets(of: rotated, at: UnixTime(milliseconds: 1000)) == [key.secret(of: rotated.id, version: 2)])
        let atOnce = endpoint(.init(number: 1).rotated(overlapUntil: nil))
        #expect(key.secrets(of: atOnce, at: UnixTime(milliseconds: 0)) == [key.secret(of: atOnce.id, version: 2)])
    }

    @Test func `a code is good for its text and purpose alone`() {
        let code = key.code(over: "text", for: "token")
        #expect(key.isValid(code, over: "text", for: "token"))
        #expect(!key.isValid(code, over: "texT", for: "token") && !key.isValid(code, over: "text", for: "other"))
        #expect(!key.isValid([], over: "text", for: "token"))
    }
}
