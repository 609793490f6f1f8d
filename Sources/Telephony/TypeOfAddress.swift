/// Type of address octet of a number in integer form (3GPP TS 24.008, 10.5.4.7): 145 international, 161 national, 129 unknown.
public struct TypeOfAddress: RawRepresentable, Hashable, Sendable, Codable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// International number, ISDN/telephony numbering plan.
    public static let international = TypeOfAddress(rawValue: 145)
    /// National number, ISDN/telephony numbering plan.
    public static let national = TypeOfAddress(rawValue: 161)
    /// Unknown type, ISDN/telephony numbering plan.
    public static let unknown = TypeOfAddress(rawValue: 129)
    /// Unknown type and plan; also what stands beside an empty number.
    public static let unspecified = TypeOfAddress(rawValue: 128)

    /// The type-of-number bits (7 to 5).
    public var typeOfNumber: TypeOfNumber { TypeOfNumber(rawValue: rawValue >> 4 & 0b111) ?? .other }

    /// Whether bare digits of this type are what one dials at home: national, or of unknown type.
    public var isDialledForm: Bool { typeOfNumber == .unknown || typeOfNumber == .national }

    /// What the digits begin with (3GPP TS 24.008, table 10.5.118).
    public enum TypeOfNumber: UInt8, Sendable {
        /// Nobody says: mostly digits as one dials them at home.
        case unknown = 0
        /// With the country code; some modems put `+` before it, others do not.
        case international = 1
        /// With the area code, by the standard without trunk prefix.
        case national = 2
        /// Network specific (3), dedicated access or short code (4), and what is reserved: no numbers of a national plan.
        case other = 3
    }
}
