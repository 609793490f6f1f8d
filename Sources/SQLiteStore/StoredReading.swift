import Telephony

/// A `CallerReading` in two columns.
struct StoredReading {
    let kind: String
    let number: String?

    init(kind: String, number: String?) {
        self.kind = kind
        self.number = number
    }

    init(_ reading: CallerReading) {
        switch reading {
        case .number(let number): self.init(kind: "number", number: number.description)
        case .ambiguous: self.init(kind: "ambiguous", number: nil)
        case .none: self.init(kind: "none", number: nil)
        }
    }

    var reading: CallerReading {
        switch (kind, number.flatMap { E164($0) }) {
        case ("number", let number?): .number(number)
        case ("ambiguous", _): .ambiguous
        default: .none
        }
    }
}
