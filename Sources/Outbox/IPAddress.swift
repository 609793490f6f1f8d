/// An IPv4 or IPv6 address as a number, the first octet highest: `127.0.0.1` is `0x7F00_0001`.
public enum IPAddress: Hashable, Sendable, CustomStringConvertible {
    case v4(UInt32)
    case v6(UInt128)

    /// The form that inet_pton reads: `192.0.2.1`, `2001:db8::1`; no zone, no brackets. `nil` for anything else.
    public init?(_ text: String) {
        if let four = IPv4Text.dotted(text) {
            self = .v4(four)
        } else if let six = IPv6Text.parse(text) {
            self = .v6(six)
        } else {
            return nil
        }
    }

    public var description: String {
        switch self {
        case .v4(let value): IPv4Text.print(value)
        case .v6(let value): IPv6Text.print(value)
        }
    }

    /// The IPv4 address inside an IPv6 one: IPv4-mapped, IPv4-compatible, 6to4 (RFC 3056) and NAT64 (RFC 6052).
    public var embedded: IPAddress? {
        guard case .v6(let value) = self else { return nil }
        let carriesInTail: [UInt128] = [0, 0xFFFF, 0x0064_FF9B_0000_0000_0000_0000]
        if carriesInTail.contains(value >> 32) { return .v4(UInt32(truncatingIfNeeded: value)) }
        return value >> 112 == 0x2002 ? .v4(UInt32(truncatingIfNeeded: value >> 80)) : nil
    }
}
