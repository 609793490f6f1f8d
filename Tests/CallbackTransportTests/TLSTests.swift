import Foundation
import NIOSSL
import Outbox
import Testing

@testable import CallbackTransport

@Suite(.timeLimit(.minutes(1))) struct TLSTests {
    private func send(to name: String, certificateFor server: String, trusting: Bool) async throws -> (CallbackOutcome, Int) {
        let authority = try PrivateAuthority(serverName: server)
        defer { authority.remove() }
        let shop = try await Receiver(.answer(status: 200), tls: try authority.serverTLS())
        let roots = trusting ? try TrustRoots.load([authority.certificateFile]) : []
        let client = CallbackClient(
            resolver: Names(addresses: [name: ["127.0.0.1"]]), trustRoots: roots)
        let outcome = await client.send(try .signed(to: "https://\(name):\(shop.port)/"))
        await client.shutdown()
        let seen = shop.requests.count
        await shop.close()
        return (outcome, seen)
    }

    @Test func `a private authority is believed where it is configured, for the name and not the address`() async throws {
        let (outcome, seen) = try await send(to: "shop.example", certificateFor: "shop.example", trusting: true)
        #expect(outcome == .answered(status: 200, retryAfter: nil))
        #expect(seen == 1)
    }

    @Test func `a private authority is not believed unasked, and nothing is sent`() async throws {
        let (outcome, seen) = try await send(to: "shop.example", certificateFor: "shop.example", trusting: false)
        guard case .failed(.broken(let word)) = outcome else { Issue.record("\(outcome)"); return }
        #expect(word.hasPrefix("TLS: "))
        #expect(seen == 0)
    }

    @Test func `a certificate for another name is refused, and nothing is sent`() async throws {
        let (outcome, seen) = try await send(to: "shop.example", certificateFor: "other.example", trusting: true)
        guard case .failed(.broken(let word)) = outcome else { Issue.record("\(outcome)"); return }
        #expect(word.hasPrefix("TLS: "))
        #expect(seen == 0)
    }

    @Test func `a file without a certificate is one clear sentence`() throws {
        let error = #expect(throws: TrustRoots.Unusable.self) { try TrustRoots.load(["/etc/hostname"]) }
        #expect(error?.description.hasPrefix("/etc/hostname holds no certificate") == true)
    }
}
