/// Personal data that has a form fit for logs.
public protocol Masked {
    /// The form that may stand in a log.
    var masked: String { get }
}

/// Hides the middle of a row of digits; short rows are hidden whole.
public func maskedDigits(_ digits: String) -> String {
    guard digits.count >= 8 else { return String(repeating: "•", count: digits.count) }
    return "\(digits.prefix(4))•••\(digits.suffix(4))"
}

extension String {
    /// Whether this is one or more ASCII digits and nothing else.
    var isDecimalDigits: Bool { !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
}
