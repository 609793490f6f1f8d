import HTTPTypes
import Hummingbird
public import Outbox

/// The proxies whose word is taken on who the client is. With none, the client is who is connected.
public struct TrustedProxies: Hashable, Sendable {
    /// Whose `X-Forwarded-For` is believed; empty: nobody's.
    public let networks: [CIDR]

    public init(_ networks: [CIDR] = []) { self.networks = networks }

    /// Whether a proxy says that it passes this on for somebody else (RFC 7239, and what was usual before).
    static func isForwarded(_ request: Request) -> Bool {
        ["Forwarded", "X-Forwarded-For"].contains { name in HTTPField.Name(name).map { request.headers[$0] != nil } ?? false }
    }

    /// The client's address: from the right of `X-Forwarded-For`, the first that is no trusted proxy. `nil`: not known.
    func client(of request: Request, _ context: some RequestContext) -> String? {
        guard let peer = (context as? any RemoteAddressRequestContext)?.remoteAddress?.ipAddress else { return nil }
        let name = HTTPField.Name("X-Forwarded-For")
        let forwarded = name.map { request.headers[values: $0].joined(separator: ",") } ?? ""
        return client(peer: peer, forwarded: forwarded)
    }

    func client(peer: String, forwarded: String) -> String {
        var client = IPAddress(peer)?.unmapped.description ?? peer
        for hop in forwarded.split(separator: ",").reversed() {
            guard isTrusted(client) else { break }
            let text = String(hop.drop { $0 == " " }).split(separator: " ").first.map(String.init) ?? ""
            guard let address = IPAddress(text) else { break }
            client = address.unmapped.description
        }
        return client
    }

    private func isTrusted(_ text: String) -> Bool {
        guard let address = IPAddress(text) else { return false }
        return networks.contains { $0.contains(address) }
    }
}

extension IPAddress {
    /// An IPv4 address that a socket for both families shows as IPv6 (`::ffff:192.0.2.1`; RFC 4291, 2.5.5.2), as itself.
    fileprivate var unmapped: IPAddress {
        guard case .v6(let value) = self, value >> 32 == 0xFFFF else { return self }
        return .v4(UInt32(truncatingIfNeeded: value))
    }
}
