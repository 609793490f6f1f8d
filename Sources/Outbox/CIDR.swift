/// A network: `10.0.0.0/8`, `fd00::/8`; a bare address is a network of one.
public struct CIDR: Hashable, Sendable, CustomStringConvertible {
    /// As it was written: bits behind the prefix may be set, and mean nothing.
    public let address: IPAddress
    /// 0 to 32 or 0 to 128.
    public let prefix: Int

    /// `nil` where the text is no network.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(parts.count), let address = IPAddress(parts[0]) else { return nil }
        let width = Self.width(of: address)
        guard let prefix = parts.count == 1 ? width : Int(parts[1]), (0...width).contains(prefix) else { return nil }
        self.address = address
        self.prefix = prefix
    }

    public var description: String { "\(address)/\(prefix)" }

    /// Addresses of the other family are never inside.
    public func contains(_ other: IPAddress) -> Bool {
        switch (address, other) {
        case (.v4(let mine), .v4(let theirs)): prefix == 0 || (mine ^ theirs) >> UInt32(32 - prefix) == 0
        case (.v6(let mine), .v6(let theirs)): prefix == 0 || (mine ^ theirs) >> UInt128(128 - prefix) == 0
        default: false
        }
    }

    private static func width(of address: IPAddress) -> Int {
        switch address {
        case .v4: 32
        case .v6: 128
        }
    }
}
