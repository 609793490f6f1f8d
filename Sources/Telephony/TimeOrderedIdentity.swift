/// `prefix_` and 32 hexadecimal digits of a UUID version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then random bits.
/// Later ones sort after earlier ones, and none can be guessed.
public func timeOrderedIdentity(_ prefix: String, at moment: Moment) -> String {
    let milliseconds = UInt64(clamping: moment.unixMilliseconds) & 0xFFFF_FFFF_FFFF
    let high = milliseconds << 16 | 0x7000 | UInt64.random(in: 0...0x0FFF)
    let low = 0x8000_0000_0000_0000 | UInt64.random(in: 0...0x3FFF_FFFF_FFFF_FFFF)
    return "\(prefix)_\(hexadecimal(high))\(hexadecimal(low))"
}

private func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
