/// Decides where callbacks may go: to globally routable unicast addresses over https, and where the operator allows more.
public struct AddressGuard: Hashable, Sendable {
    /// Networks where inside addresses and plain http are fine.
    public let allowPrivateNetworks: [CIDR]

    public init(allowPrivateNetworks: [CIDR] = []) { self.allowPrivateNetworks = allowPrivateNetworks }

    /// At request time: what the URL alone tells. A name is judged again, by its addresses, when it is dialled.
    @discardableResult
    public func judge(url: String) throws(AddressRefusal) -> CallbackURL {
        let url = try CallbackURL(url)
        if let address = url.address {
            try judge(host: url.host, addresses: [address], scheme: url.scheme)
        } else {
            try judge(name: url.host, scheme: url.scheme)
        }
        return url
    }

    /// At dial time: every address that the host resolves to has to pass, whichever is then dialled.
    public func judge(host: String, addresses: [IPAddress], scheme: CallbackURL.Scheme) throws(AddressRefusal) {
        guard !addresses.isEmpty else { throw .malformed }
        for address in addresses where !isAllowed(address) {
            guard PublicAddresses.contain(address) else { throw .inside(host: host, address: address.description) }
            guard scheme == .https else { throw .insecure(host: host) }
        }
    }

    private func judge(name: String, scheme: CallbackURL.Scheme) throws(AddressRefusal) {
        if name == "localhost" || name.hasSuffix(".localhost") {
            try judge(host: name, addresses: [.v4(0x7F00_0001)], scheme: scheme)
        }
        if scheme == .http, allowPrivateNetworks.isEmpty { throw .insecure(host: name) }
    }

    private func isAllowed(_ address: IPAddress) -> Bool {
        allowPrivateNetworks.contains { network in
            network.contains(address) || address.embedded.map(network.contains) ?? false
        }
    }
}
