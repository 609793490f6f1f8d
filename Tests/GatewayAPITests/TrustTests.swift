import Outbox
import Telephony
import Testing
import Verification

@testable import GatewayAPI

/// Whom to believe, and for how long.
@Suite struct TrustTests {
    @Test func `without trusted proxies nobody says who the client is but the connection`() {
        #expect(TrustedProxies().client(peer: "203.0.113.9", forwarded: "1.2.3.4") == "203.0.113.9")
    }

    @Test func `behind trusted proxies the client is the first from the right that is none`() throws {
        let proxies = TrustedProxies([try #require(CIDR("10.0.0.0/8")), try #require(CIDR("::1/128"))])
        func client(_ forwarded: String) -> String { proxies.client(peer: "10.0.0.1", forwarded: forwarded) }
        #expect(client("6.6.6.6, 203.0.113.9, 10.0.0.2") == "203.0.113.9")
        #expect(client("203.0.113.9") == "203.0.113.9" && client("") == "10.0.0.1")
        #expect(client("203.0.113.9, nonsense") == "10.0.0.1")
        #expect(proxies.client(peer: "203.0.113.9", forwarded: "6.6.6.6") == "203.0.113.9")
    }

    @Test func `an IPv4 client of a listener for both families is the same client`() throws {
        let proxies = TrustedProxies([try #require(CIDR("127.0.0.1/32"))])
        #expect(proxies.client(peer: "::ffff:127.0.0.1", forwarded: "198.51.100.7") == "198.51.100.7")
        #expect(proxies.client(peer: "::ffff:198.51.100.7", forwarded: "6.6.6.6") == "198.51.100.7")
        #expect(proxies.client(peer: "127.0.0.1", forwarded: "::ffff:198.51.100.7") == "198.51.100.7")
    }

    @Test func `a limiter remembers so many at the most, however many names are made up`() {
        let limiter = RateLimiter<Int>(RateLimit(requests: 2, window: .seconds(60)))
        let start = ContinuousClock.now
        for who in 0..<25_000 { _ = limiter.take(who, at: start) }
        #expect(limiter.count <= RateLimiter<Int>.capacity)
    }

    @Test func `a window lets through what it may, and the next one begins anew`() {
        let limiter = RateLimiter<String>(RateLimit(requests: 2, window: .seconds(60)))
        let start = ContinuousClock.now
        #expect(!limiter.take("a", at: start).isExceeded && !limiter.take("a", at: start).isExceeded)
        #expect(limiter.isExhausted("a", at: start) && !limiter.isExhausted("b", at: start))
        #expect(limiter.take("a", at: start) == .init(isExceeded: true, remaining: 0, reset: 60))
        #expect(!limiter.take("b", at: start).isExceeded)
        #expect(!limiter.take("a", at: start + .seconds(60)).isExceeded)
    }

    @Test func `whoever waits as long as they are told is served`() {
        let limiter = RateLimiter<String>(RateLimit(requests: 1, window: .seconds(60)))
        let start = ContinuousClock.now
        _ = limiter.take("a", at: start)
        let told = limiter.take("a", at: start + .milliseconds(100)).reset
        #expect(told == 60)
        #expect(!limiter.take("a", at: start + .milliseconds(100) + .seconds(told)).isExceeded)
    }

    @Test func `a token opens its verification until it expires, and any change to it opens nothing`() throws {
        let key = MasterKey(bytes: Array(repeating: 1, count: 32))
        let shop = try #require(ApplicationName(rawValue: "shop.eu"))
        let token = ClientToken(application: shop, verification: VerificationID(rawValue: "ver_1"), expiresAt: 100)
        let text = token.text(key: key)
        #expect(ClientToken(text, key: key, now: 99) == token && ClientToken(text, key: key, now: 100) == nil)
        #expect(ClientToken(text, key: MasterKey(bytes: Array(repeating: 2, count: 32)), now: 0) == nil)
        for position in text.indices {
            for other in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=." where other != text[position] {
                let changed = text.replacing(at: position, with: other)
                #expect(ClientToken(changed, key: key, now: 0) == nil, "\(changed)")
            }
        }
        for nonsense in ["", "rct_", "rct_.", "rct_a.b", String(repeating: "rct_", count: 200)] {
            #expect(ClientToken(nonsense, key: key, now: 0) == nil)
        }
    }
}

extension String {
    fileprivate func replacing(at position: Index, with other: Character) -> String {
        String(self[..<position]) + String(other) + String(self[index(after: position)...])
    }
}

/// Bytes of any kind are looked through without a trap, and in time that grows with their number alone.
@Suite(.timeLimit(.minutes(1))) struct JSONScanTests {
    @Test func `bytes of any kind are looked through`() {
        var generator = SystemRandomNumberGenerator()
        let pieces = ["{", "}", "[", "]", "\"", "\\", ":", ",", "\"a\":", "\\u0061", " ", "1", "\u{0}"]
        for _ in 0..<5000 {
            let text = (0..<Int.random(in: 0..<40, using: &generator)).compactMap { _ in pieces.randomElement(using: &generator) }
            try? JSONScan(Array(text.joined().utf8)).check()
        }
    }

    @Test func `an object of ten thousand names costs no more than its size`() throws {
        let names = (0..<10_000).map { "\"n\($0)\":0" }.joined(separator: ",")
        try JSONScan(Array("{\(names)}".utf8)).check()
        #expect(throws: JSONScan.Fault.nameTwice("n77")) { try JSONScan(Array("{\(names),\"n77\":1}".utf8)).check() }
    }

    @Test func `depth is counted, not what stands in strings`() {
        let deep = String(repeating: "[", count: 33)
        #expect(throws: JSONScan.Fault.tooDeep) { try JSONScan(Array(deep.utf8)).check() }
        #expect(throws: Never.self) { try JSONScan(Array("[\"\(deep)\"]".utf8)).check() }
    }
}
