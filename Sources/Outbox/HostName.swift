/// The host of a URL in its one normal form.
struct HostName: Hashable, Sendable {
    let text: String
    let address: IPAddress?

    /// Brackets hold IPv6; what ends in a number is IPv4 as inet_aton reads it; the rest is a name of letters, digits, `-` and `_`.
    init?(_ raw: String) {
        let lower = raw.lowercased()
        if lower.hasPrefix("["), lower.hasSuffix("]") {
            guard let six = IPv6Text.parse(String(lower.dropFirst().dropLast())) else { return nil }
            self.init(.v6(six))
        } else {
            let host = lower.hasSuffix(".") ? String(lower.dropLast()) : lower
            if IPv4Text.looksNumeric(host) {
                guard let four = IPv4Text.loose(host) else { return nil }
                self.init(.v4(four))
            } else {
                guard Self.isName(host) else { return nil }
                self.init(text: host, address: nil)
            }
        }
    }

    private init(_ address: IPAddress) { self.init(text: address.description, address: address) }

    private init(text: String, address: IPAddress?) {
        self.text = text
        self.address = address
    }

    private static func isName(_ host: String) -> Bool {
        guard host.utf8.count <= 253 else { return false }
        let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.allSatisfy { (1...63).contains($0.count) && $0.allSatisfy(isNameByte) }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
