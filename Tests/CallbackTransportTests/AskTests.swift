import NIOCore
import Outbox
import Testing

@testable import CallbackTransport

/// Questions: what counts is the answer's body.
@Suite(.timeLimit(.minutes(1))) struct AskTests {
    private func ask(_ shop: Receiver) async throws -> CallbackAnswer {
        let client = CallbackClient(resolver: Names(addresses: [:]), trustRoots: [])
        let answer = await client.ask(try .signed(to: "http://127.0.0.1:\(shop.port)/"))
        await client.shutdown()
        await shop.close()
        return try answer.get()
    }

    @Test func `a body that comes in pieces is read whole, though they take longer than anybody waits for that of a callback`()
        async throws
    {
        let pause = TimeAmount(CallbackClient.answerPatience + .milliseconds(200))
        let answer = try await ask(Receiver(.answerInPieces(["{\"action\":", "\"allow\"}"], pause: pause)))
        #expect(answer.status == 200 && answer.body == Array("{\"action\":\"allow\"}".utf8))
    }

    @Test(arguments: [(65_536, 65_536), (65_537, 0)])
    func `a body is read as far as 64 KiB, and a longer one is none`(_ sent: Int, _ read: Int) async throws {
        let answer = try await ask(Receiver(.answer(status: 200, body: String(repeating: "x", count: sent))))
        #expect(answer.status == 200 && answer.body.count == read)
    }

    @Test func `a body without an end is dropped early, and is none`() async throws {
        let shop = try await Receiver(.endlessBody)
        let answer = try await ask(shop)
        #expect(answer.status == 200 && answer.body.isEmpty)
        #expect(shop.bytesSent < 64 << 20)
    }
}
