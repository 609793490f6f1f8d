/// Personal data that has a form fit for logs.
public protocol Masked {
    /// The form that may stand in a log.
    var masked: String { get }
}

/// Hides the middle of a row of digits, at least five of them: at most the first four and the last three are shown.
public func maskedDigits(_ digits: String) -> String {
    let shown = min(7, max(0, digits.count - 5))
    return "\(digits.prefix(shown - shown / 2))•••\(digits.suffix(shown / 2))"
}

extension String {
    /// Whether this is one or more ASCII digits and nothing else.
    var isDecimalDigits: Bool { !isEmpty && utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
}
