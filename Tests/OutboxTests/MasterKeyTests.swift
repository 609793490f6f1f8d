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
        let rotated = endpoint(.init(number: 1).rotated(at: UnixTime(milliseconds: 0), overlapUntil: UnixTime(milliseconds: 1000)))
        #expect(key.secrets(of: rotated, at: UnixTime(milliseconds: 999)).count == 2)
        #expect(key.secrets(of: rotated, at: UnixTime(milliseconds: 1000)) == [key.secret(of: rotated.id, version: 2)])
        let atOnce = endpoint(.init(number: 1).rotated(at: UnixTime(milliseconds: 0), overlapUntil: nil))
        #expect(key.secrets(of: atOnce, at: UnixTime(milliseconds: 0)) == [key.secret(of: atOnce.id, version: 2)])
    }

    @Test func `a secret that is rotated again before the overlap ended ends none that signs, but for the fourth before it`() {
        func time(_ milliseconds: Int64) -> UnixTime { UnixTime(milliseconds: milliseconds) }
        var secret = Endpoint.SecretVersion(number: 1)
        for at in [0, 10, 20] as [Int64] { secret = secret.rotated(at: time(at), overlapUntil: time(at + 1000)) }
        #expect(secret.signing(at: time(1019)) == [4, 3, 2, 1] && secret.signing(at: time(1020)) == [4])
        secret = secret.rotated(at: time(30), overlapUntil: time(1030))
        #expect(secret.signing(at: time(40)) == [5, 4, 3, 2])
        #expect(secret.rotated(at: time(2000), overlapUntil: time(3000)).signing(at: time(2500)) == [6, 5])
        #expect(secret.rotated(at: time(40), overlapUntil: nil).signing(at: time(40)) == [6])
        #expect(Endpoint.SecretVersion(number: 3, previousUntil: time(9)).signing(at: time(1)) == [3, 2])
    }

    @Test func `a code is good for its text and purpose alone`() {
        let code = key.code(over: "text", for: "token")
        #expect(key.isValid(code, over: "text", for: "token"))
        #expect(!key.isValid(code, over: "texT", for: "token") && !key.isValid(code, over: "text", for: "other"))
        #expect(!key.isValid([], over: "text", for: "token"))
    }
}
