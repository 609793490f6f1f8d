/// Who called, as far as the network let the called party know (3GPP TS 22.081, calling line identification presentation).
public enum CallerIdentity: Hashable, Sendable {
    /// The network presented digits. They are as they came: `+` or not, trunk prefix or not, perhaps letters.
    case presented(digits: String, type: TypeOfAddress)
    /// The caller had the number withheld.
    case withheld
    /// The network had no number to give, or gave none.
    case unavailable
}

/// CLI validity (3GPP TS 27.007, 7.6 `+CLIP`).
public enum CLIValidity: Int, Sendable, Codable {
    /// Some modems tell it beside an empty number, too: then there is none all the same.
    case valid = 0
    /// Withheld by the caller.
    case withheld = 1
    /// Not available: interworking problems, or limits of the originating network.
    case unavailable = 2
    /// Not available: the caller is a payphone; older modems (Siemens MC35, Enfora) say plainly 'unavailable' with it.
    case payphone = 3
    /// Not available for other reasons.
    case other = 4
}

/// What the modem told about the caller, kept as evidence beside the reading that was made of it.
public struct CallerPresentation: Hashable, Sendable, Codable {
    /// The number field as it came; may be empty.
    public let digits: String
    /// The type of address as it came.
    public let typeOfAddress: TypeOfAddress
    /// The CLI validity, where the modem tells one.
    public let validity: CLIValidity?

    public init(digits: String, typeOfAddress: TypeOfAddress, validity: CLIValidity? = nil) {
        self.digits = digits
        self.typeOfAddress = typeOfAddress
        self.validity = validity
    }

    /// The caller by these facts. A number beside 'withheld' (override category) stays withheld: the caller did not mean to show it.
    public var identity: CallerIdentity {
        switch validity {
        case .withheld: .withheld
        case .unavailable, .payphone, .other: .unavailable
        case .valid, nil:
            digits.isEmpty ? .unavailable : .presented(digits: digits, type: typeOfAddress)
        }
    }
}
