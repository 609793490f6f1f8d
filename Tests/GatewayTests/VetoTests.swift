import CallbackTransport
import Foundation
import Logging
import SQLiteStore
import Telephony
import Testing
import Verification

@testable import Gateway

/// Asked over real connections.
@Suite(.timeLimit(.minutes(1))) struct VetoTests {
    @Test func `an answer that comes in pieces is read whole`() async throws {
        let isAllowed = try await allows(["{\"act", "ion\":\"al", "low\"}"], onFailure: "deny")
        let isDenied = try await !allows(["{\"action\":", "\"deny\"}"], onFailure: "allow")
        #expect(isAllowed && isDenied)
    }

    @Test func `an answer that is too large is none`() async throws {
        let chunks = ["{\"action\":\"allow\",\"because\":\"", String(repeating: "x", count: 65_536), "\"}"]
        let isAllowed = try await allows(chunks, onFailure: "deny")
        #expect(!isAllowed)
    }

    @Test func `an answer that has no end is waited for no longer than the time limit`() async throws {
        let isAllowed = try await allows(["{\"action\":\"allow\"}"], ends: false, within: "200ms", onFailure: "deny")
        #expect(!isAllowed)
    }

    /// Whether a number is handed out where the application's veto answers with these chunks.
    private func allows(
        _ chunks: [String], ends: Bool = true, within limit: String = "30s", onFailure: String
    ) async throws -> Bool {
        let folder = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore(directory: folder)
        let shop = try await AskedShop(chunks, ends: ends)
        let client = CallbackClient()
        try Data("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".utf8).write(to: URL(fileURLWithPath: "\(folder)/secret"))
        let configuration = try Configuration.parse(
            """
            callbacks: { allow-private-networks: [127.0.0.0/8] }
            applications:
              - name: shop
                callback-secret-file: \(folder)/secret
                veto: { url: "http://127.0.0.1:\(shop.port)/veto", time-limit: \(limit), on-failure: \(onFailure) }
            """, file: "f.yaml")
        let terms = CallbackTerms(
            settings: configuration.applications,
            secrets: try Secrets(configuration.applications, dataDirectory: folder, endpoints: 0), store: store,
            allowed: configuration.callbacks.allowPrivateNetworks)
        let veto = Veto(
            ask: { await client.ask($0) }, callbackTerms: terms, clock: .system(), logger: Logger(label: "test"))
        let request = VerificationRequest(
            application: try #require(ApplicationName(rawValue: "shop")), phoneNumber: try #require(E164("+919812345678")),
            region: "IN", callbackURL: "https://shop.example/hook", lifetime: .seconds(60))
        let isAllowed = await veto.allows(request)
        await client.shutdown()
        await shop.close()
        try store.close()
        return isAllowed
    }
}
