import Foundation
import NIOHTTP1
import Outbox
import Testing

@testable import CallbackTransport

@Suite(.timeLimit(.minutes(1))) struct CallbackClientTests {
    private func send(_ request: CallbackRequest, names: [String: [String]] = [:]) async -> CallbackOutcome {
        let client = CallbackClient(resolver: Names(addresses: names), trustRoots: [])
        let outcome = await client.send(request)
        await client.shutdown()
        return outcome
    }

    private func broken(_ outcome: CallbackOutcome) -> String? {
        if case .failed(.broken(let word)) = outcome { word } else { nil }
    }

    @Test func `the signed bytes arrive as they were, and the status comes back`() async throws {
        let shop = try await Receiver(.answer(status: 204))
        let outcome = await send(try .signed(to: "http://127.0.0.1:\(shop.port)/hook?x=1"))
        #expect(outcome == .answered(status: 204, retryAfter: nil))
        let request = try #require(shop.requests.first)
        #expect(request.head.method == .POST && request.head.uri == "/hook?x=1")
        #expect(request.head.headers["host"] == ["127.0.0.1:\(shop.port)"])
        #expect(request.body == Array("{\"test\": 2432232314}".utf8))
        #expect(request.head.headers["webhook-signature"] == ["v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="])
        await shop.close()
    }

    @Test func `a redirect is an answer, and the place it points to hears nothing`() async throws {
        let elsewhere = try await Receiver(.answer(status: 200))
        let shop = try await Receiver(.answer(status: 302, headers: ["location": "http://127.0.0.1:\(elsewhere.port)/"]))
        let outcome = await send(try .signed(to: "http://127.0.0.1:\(shop.port)/"))
        #expect(outcome == .answered(status: 302, retryAfter: nil))
        #expect(elsewhere.connections == 0)
        await shop.close()
        await elsewhere.close()
    }

    @Test(arguments: [410, 429, 500]) func `an error status comes back with what it asks for`(status: Int) async throws {
        let shop = try await Receiver(.answer(status: status, headers: ["retry-after": "17"]))
        let outcome = await send(try .signed(to: "http://127.0.0.1:\(shop.port)/"))
        #expect(outcome == .answered(status: status, retryAfter: .seconds(17)))
        await shop.close()
    }

    @Test func `an address inside is refused, and nobody connects to it`() async throws {
        let inside = try await Receiver(.answer(status: 200))
        let nothing = AddressGuard()
        for host in ["127.0.0.1", "[::ffff:127.0.0.1]"] {
            let outcome = await send(try .signed(to: "https://\(host):\(inside.port)/", guardian: nothing))
            guard case .failed(.refused(.inside)) = outcome else { Issue.record("\(outcome)"); continue }
        }
        #expect(inside.connections == 0)
        await inside.close()
    }

    @Test func `a name that resolves inside is refused, also where only one of its addresses is inside`() async throws {
        let inside = try await Receiver(.answer(status: 200))
        let outcome = await send(
            try .signed(to: "https://shop.example:\(inside.port)/", guardian: AddressGuard()),
            names: ["shop.example": ["93.184.216.34", "127.0.0.1"]])
        #expect(outcome == .failed(.refused(.inside(host: "shop.example", address: "127.0.0.1"))))
        #expect(inside.connections == 0)
        await inside.close()
    }

    @Test func `the system's resolver knows localhost`() async {
        let addresses = await SystemResolver().addresses(of: "localhost")
        #expect(!addresses.isEmpty)
        #expect(await SystemResolver().addresses(of: "does-not-exist.invalid") == [])
    }

    @Test func `a name without addresses is unresolved`() async throws {
        let outcome = await send(try .signed(to: "https://shop.example/"))
        #expect(outcome == .failed(.unresolved(host: "shop.example")))
    }

    @Test func `a resolver that hangs costs no more than the time limit`() async throws {
        let client = CallbackClient(resolver: HangingResolver(), trustRoots: [])
        let limit = Duration.milliseconds(50)
        let outcome = await client.send(try .signed(to: "https://shop.example/", limit: limit))
        #expect(outcome == .failed(.timedOut(after: limit)))
        await client.shutdown()
    }

    @Test func `an endpoint that never answers costs no more than the time limit`() async throws {
        let shop = try await Receiver(.neverAnswer)
        let limit = Duration.milliseconds(200)
        let outcome = await send(try .signed(to: "http://127.0.0.1:\(shop.port)/", limit: limit))
        #expect(outcome == .failed(.timedOut(after: limit)))
        await shop.close()
    }

    @Test func `a status counts although its body stalls`() async throws {
        let shop = try await Receiver(.stallInBody)
        #expect(await send(try .signed(to: "http://127.0.0.1:\(shop.port)/")) == .answered(status: 200, retryAfter: nil))
        await shop.close()
    }

    @Test func `an endless body is dropped early`() async throws {
        let shop = try await Receiver(.endlessBody)
        #expect(await send(try .signed(to: "http://127.0.0.1:\(shop.port)/")) == .answered(status: 200, retryAfter: nil))
        #expect(shop.bytesSent < 64 << 20)
        await shop.close()
    }

    @Test func `a refused connection and one closed without an answer are told apart`() async throws {
        let shop = try await Receiver(.closeWithoutAnswer)
        let closed = await send(try .signed(to: "http://127.0.0.1:\(shop.port)/"))
        #expect(broken(closed) == "the connection was closed without an answer")
        await shop.close()
        #expect(broken(await send(try .signed(to: "http://127.0.0.1:\(shop.port)/"))) == "connection refused")
    }

    @Test func `the next address is dialled where the first refuses, and the host is named all the same`() async throws {
        let shop = try await Receiver(.answer(status: 200), host: "127.0.0.2")
        let outcome = await send(
            try .signed(to: "http://shop.example:\(shop.port)/"), names: ["shop.example": ["127.0.0.1", "127.0.0.2"]])
        #expect(outcome == .answered(status: 200, retryAfter: nil))
        #expect(shop.requests.first?.head.headers["host"] == ["shop.example:\(shop.port)"])
        await shop.close()
    }

    @Test func `connections are used again, and a thousand callbacks leave no descriptor behind`() async throws {
        let shop = try await Receiver(.answer(status: 200, body: "thanks"))
        let client = CallbackClient(resolver: Names(addresses: [:]), trustRoots: [])
        let request = try CallbackRequest.signed(to: "http://127.0.0.1:\(shop.port)/")
        _ = await client.send(request)
        let before = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        for _ in 0..<1000 { #expect(await client.send(request) == .answered(status: 200, retryAfter: nil)) }
        #expect(shop.connections < 10)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count < before + 20)
        await client.shutdown()
        await shop.close()
    }

    @Test func `clients are kept for so many places only`() async throws {
        let client = CallbackClient(resolver: Names(addresses: [:]), trustRoots: [])
        let shop = try await Receiver(.answer(status: 200), host: "0.0.0.0")
        for last in 1...80 {
            let outcome = await client.send(try .signed(to: "http://127.0.0.\(last):\(shop.port)/"))
            #expect(outcome == .answered(status: 200, retryAfter: nil))
        }
        #expect(await client.clients.count == ClientPool.capacity)
        await client.shutdown()
        await shop.close()
    }
}
