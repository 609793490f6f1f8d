import Outbox

@testable import GatewayAPI

/// What a stranger can put into a request; the first byte says where.
func fuzzRequest(_ bytes: [UInt8]) {
    guard let place = bytes.first else { return }
    let rest = Array(bytes.dropFirst())
    let text = String(decoding: rest, as: UTF8.self)
    switch place % 8 {
    case 0: fuzzVerification(rest)
    case 1: fuzzEndpoint(rest)
    case 2: _ = Timestamp.milliseconds(text)
    case 3: _ = Cursor(text)
    case 4: fuzzURL(text)
    case 5: _ = TrustedProxies().client(peer: "127.0.0.1", forwarded: text)
    case 6: _ = RetryAfter.parse(text, now: UnixTime(milliseconds: 1_790_000_000_000))
    default:
        _ = ClientToken(text, key: MasterKey(bytes: Array(repeating: 7, count: 32)), now: 1_790_000_000)
        _ = APIKey(text)
    }
}

private func fuzzVerification(_ body: [UInt8]) {
    guard let object = try? JSONObject(body, allowing: VerificationDesk.fields) else { return }
    _ = try? object.string("phone_number", limit: 64)
    _ = try? object.integer("expires_in", in: 1...600)
    _ = object["metadata"].map { "\($0)" }
}

private func fuzzEndpoint(_ body: [UInt8]) {
    guard let object = try? JSONObject(body, allowing: ["url", "events", "enabled", "stale_after"]) else { return }
    _ = try? object.strings("events")
    _ = try? object.bool("enabled")
    if let url = try? object.string("url", limit: 2048) { fuzzURL(url) }
}

/// Whatever the guard lets through is a public place.
private func fuzzURL(_ text: String) {
    guard let url = try? AddressGuard().judge(url: text) else { return }
    hold(url.scheme == .https, "plain http beyond private networks")
    hold(!url.host.isEmpty && url.host != "localhost" && (1...65_535).contains(url.port))
}
