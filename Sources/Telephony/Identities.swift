/// Which modem: its IMEI, or, where it does not tell one, the port it was found on. Never a `ttyUSB3` that another may get.
public struct ModemID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A modem that told its IMEI.
    public init(_ imei: IMEI) { self.init(rawValue: "imei:\(imei)") }

    /// A modem that tells no IMEI, known by the path of its port.
    public init(port: String) { self.init(rawValue: "port:\(port)") }

    public var description: String { rawValue }
}

/// Which line (subscription): its ICCID; else its IMSI; else the modem that holds it. A SIM in another modem is the same line.
public struct LineID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// The line of a SIM that told its card number.
    public init(_ iccid: ICCID) { self.init(rawValue: "iccid:\(iccid)") }

    /// The line of a SIM that told only its IMSI.
    public init(_ imsi: IMSI) { self.init(rawValue: "imsi:\(imsi)") }

    /// The line of a modem whose SIM told nothing.
    public init(of modem: ModemID) { self.init(rawValue: "modem:\(modem)") }

    public var description: String { rawValue }
}

/// Which call: `call_` and a time-ordered identity.
public struct CallID: Hashable, Sendable, Codable, RawRepresentable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A new identity for a call that rang at this moment.
    public init(at moment: Moment) { self.init(rawValue: timeOrderedIdentity("call", at: moment)) }

    public var description: String { rawValue }
}
