/// What `ringcheck modems probe` found at one tty.
public struct ProbedPort: Codable, Hashable, Sendable {
    /// The USB identity, `12d1:1001`; `nil` for what is not on USB.
    public let device: String?
    public let path: String
    /// The family that the device, or the answers, belong to.
    public let profile: String?
    /// What the profile says of this tty: `at`, `secondary`, `gps`, …; `nil`: nobody knows.
    public let role: String?
    public let verdict: Verdict
    /// In words, for people.
    public let remark: String
    public let manufacturer: String?
    public let model: String?
    public let imei: String?
    /// The SIM's state (`+CPIN`).
    public let sim: String?
    /// Registration status (`+CREG`).
    public let registration: Int?
    public let signalDBm: Int?

    /// What a tty turned out to be.
    public enum Verdict: String, Codable, Sendable {
        /// It answers AT commands.
        case modem
        /// It does not.
        case silent
        /// It was not asked: its profile says that it is something else.
        case skipped
        /// It cannot be opened: gone, denied or held.
        case closed
        /// No modem yet: storage mode, a router.
        case unusable
    }

    /// Every key is always there, `null` where absent.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(device, forKey: .device)
        try container.encode(path, forKey: .path)
        try container.encode(profile, forKey: .profile)
        try container.encode(role, forKey: .role)
        try container.encode(verdict, forKey: .verdict)
        try container.encode(remark, forKey: .remark)
        try container.encode(manufacturer, forKey: .manufacturer)
        try container.encode(model, forKey: .model)
        try container.encode(imei, forKey: .imei)
        try container.encode(sim, forKey: .sim)
        try container.encode(registration, forKey: .registration)
        try container.encode(signalDBm, forKey: .signalDBm)
    }

    enum CodingKeys: String, CodingKey {
        case device, path, profile, role, verdict, remark, manufacturer, model, imei, sim, registration
        case signalDBm = "signal_dbm"
    }
}
