import Telephony

/// A `CallerIdentity` in three columns.
struct StoredCaller {
    let state: String
    let digits: String?
    let type: UInt8?

    init(state: String, digits: String?, type: UInt8?) {
        self.state = state
        self.digits = digits
        self.type = type
    }

    init(_ identity: CallerIdentity) {
        switch identity {
        case .presented(let digits, let type): self.init(state: "presented", digits: digits, type: type.rawValue)
        case .withheld: self.init(state: "withheld", digits: nil, type: nil)
        case .unavailable: self.init(state: "unavailable", digits: nil, type: nil)
        }
    }

    var identity: CallerIdentity {
        switch (state, digits, type) {
        case ("presented", let digits?, let type?): .presented(digits: digits, type: TypeOfAddress(rawValue: type))
        case ("withheld", _, _): .withheld
        default: .unavailable
        }
    }
}
