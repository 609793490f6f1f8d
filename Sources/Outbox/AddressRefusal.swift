/// Why a URL may not be called back.
public enum AddressRefusal: Error, Hashable, Sendable {
    /// It is no absolute http(s) URL with a host.
    case malformed
    /// It has a user name or password in it.
    case credentials
    /// Plain http to an address outside the allowed networks.
    case insecure(host: String)
    /// The host is, or resolves to, an address inside: private, loopback, link-local, metadata, multicast …
    case inside(host: String, address: String)

    /// One sentence for whoever gave the URL.
    public var remedy: String {
        switch self {
        case .malformed: "The callback URL has to be an absolute https URL with a host, like https://shop.example/ringcheck."
        case .credentials: "The callback URL may not carry a user name or password; Ringcheck signs its callbacks instead."
        case .insecure(let host):
            "The callback URL uses plain http to \(host): use https, or list its network under callbacks.allow-private-networks."
        case .inside(let host, let address):
            "The callback URL points inside (\(host == address ? host : "\(host) is \(address)")): list its network under callbacks.allow-private-networks if that is meant."
        }
    }
}
