/// What `ringcheck modems probe` found at one tty.
public struct ProbedPort: Codable, Hashable, Sendable {
    /// The USB identity, `12d1:1001`; `nil`: not on USB, or named rather than found.
    public let device: String?
    /// The tty; for `unusable` the device's place on USB (udev's `ID_PATH`).
    public let path: String
    /// The family that the device, or the answers, belong to.
    public let profile: String?
    /// What the profile says of this tty: `at`, `secondary`, `gps`, …; `nil`: nobody knows.
    public let role: String?
    /// Told in words by ``remark``.
    public let verdict: Verdict
    /// In words, for people.
    public let remark: String
    /// As it answers `+CGMI` (3GPP TS 27.007, 5.1); `nil`: it told nothing, as with what follows.
    public let manufacturer: String?
    /// As it answers `+CGMM` (5.2).
    public let model: String?
    /// As it answers `+CGSN` (5.4): 14 to 16 digits.
    public let imei: String?
    /// The SIM's state (`+CPIN?`, 8.3): `READY`, `SIM PIN`, …, or the error in its place.
    public let sim: String?
    /// Registration status 0 to 11 (`+CREG?`, 7.2).
    public let registration: Int?
    /// Received signal strength, -113 to -51 dBm (`+CSQ`, 8.5).
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
