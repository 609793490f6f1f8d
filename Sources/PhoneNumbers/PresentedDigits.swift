/// The digits of a caller as presented: an optional `+` and 1 to 24 ASCII digits, nothing else.
struct PresentedDigits {
    let digits: String
    let hasPlus: Bool

    init?(_ text: String) {
        hasPlus = text.utf8.first == UInt8(ascii: "+")
        let bytes = hasPlus ? text.utf8.dropFirst() : text.utf8[...]
        guard (1...24).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        digits = String(bytes) ?? ""
    }
}
