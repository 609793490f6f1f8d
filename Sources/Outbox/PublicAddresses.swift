/// Globally routable unicast, by the IANA special-purpose address registries.
enum PublicAddresses {
    static func contain(_ address: IPAddress) -> Bool {
        if let embedded = address.embedded { return contain(embedded) }
        if case .v6 = address, !unicast.contains(where: { $0.contains(address) }) { return false }
        return !denied.contains { $0.contains(address) }
    }

    private static let unicast = ["2000::/3"].compactMap(CIDR.init)

    private static let denied = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20",
    ].compactMap(CIDR.init)
}
