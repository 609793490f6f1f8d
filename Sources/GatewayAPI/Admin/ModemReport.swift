/// How one modem is, for `/v1/modems`, `/admin/modems` and the command line.
public struct ModemReport: Codable, Hashable, Sendable {
    /// `imei:…` or `port:…`.
    public let id: String
    /// 14 to 16 digits (3GPP TS 23.003, 6.2); `null`: it told none.
    public let imei: String?
    /// The paths of its ttys.
    public let ports: [String]
    /// As it answers `+CGMI` (3GPP TS 27.007, 5.1); `null`: it told nothing.
    public let manufacturer: String?
    /// As it answers `+CGMM` (5.2); `null`: it told nothing.
    public let model: String?
    /// As it answers `+CGMR` (5.3); `null`: it told nothing.
    public let revision: String?
    /// Its line is handed out in `ready` only.
    public let state: State
    /// Why it is in this state, for people.
    public let reason: String?
    /// What the operator can do about it.
    public let remedy: String?
    /// Since when it is in this state (RFC 3339).
    public let since: String
    /// When a call or another proof that it works was last seen (RFC 3339).
    public let evidenceAt: String?
    /// When a call last arrived on its line, with its number (RFC 3339).
    public let provenAt: String?
    /// Received signal strength, -113 to -51 dBm (`+CSQ`, 8.5); `null`: not known.
    public let signalDBm: Int?
    /// Reference signal received power on LTE, dBm, where the modem tells it.
    public let referenceSignalDBm: Int?
    /// The registration state in words: `home`, `roaming`, `searching`, `denied` …
    public let registration: String?
    /// The network it is registered with.
    public let `operator`: String?
    /// `2G`, `3G`, `4G` or `5G`, where it tells.
    public let technology: String?
    /// Degrees Celsius.
    public let temperature: Double?
    /// Volts.
    public let voltage: Double?
    /// How often it was reset, or reset itself, since the start.
    public let resets: Int?
    /// The line of its SIM; until that is known, `modem:…`.
    public let line: LineReport?
    /// Whether it is a virtual modem.
    public let simulated: Bool

    public init(
        id: String, imei: String? = nil, ports: [String] = [], manufacturer: String? = nil, model: String? = nil,
        revision: String? = nil, state: State, reason: String? = nil, remedy: String? = nil, since: String,
        evidenceAt: String? = nil, provenAt: String? = nil, signalDBm: Int? = nil, referenceSignalDBm: Int? = nil,
        registration: String? = nil,
        operator: String? = nil,
        technology: String? = nil, temperature: Double? = nil, voltage: Double? = nil, resets: Int? = nil,
        line: LineReport? = nil, simulated: Bool = false
    ) {
        self.id = id
        self.imei = imei
        self.ports = ports
        self.manufacturer = manufacturer
        self.model = model
        self.revision = revision
        self.state = state
        self.reason = reason
        self.remedy = remedy
        self.since = since
        self.evidenceAt = evidenceAt
        self.provenAt = provenAt
        self.signalDBm = signalDBm
        self.referenceSignalDBm = referenceSignalDBm
        self.registration = registration
        self.operator = `operator`
        self.technology = technology
        self.temperature = temperature
        self.voltage = voltage
        self.resets = resets
        self.line = line
        self.simulated = simulated
    }

    /// How far a modem has come. `degraded`: it works, and its line is not handed out; `unknown`: nothing was heard of it for 3 minutes.
    public enum State: String, Codable, Sendable, CaseIterable {
        case starting, ready, degraded
        case outOfService = "out-of-service"
        case disconnected, unknown
    }

    /// Every field is there, `null` where nothing is known.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(imei, forKey: .imei)
        try container.encode(ports, forKey: .ports)
        try container.encode(manufacturer, forKey: .manufacturer)
        try container.encode(model, forKey: .model)
        try container.encode(revision, forKey: .revision)
        try container.encode(state, forKey: .state)
        try container.encode(reason, forKey: .reason)
        try container.encode(remedy, forKey: .remedy)
        try container.encode(since, forKey: .since)
        try container.encode(evidenceAt, forKey: .evidenceAt)
        try container.encode(provenAt, forKey: .provenAt)
        try container.encode(signalDBm, forKey: .signalDBm)
        try container.encode(referenceSignalDBm, forKey: .referenceSignalDBm)
        try container.encode(registration, forKey: .registration)
        try container.encode(`operator`, forKey: .operator)
        try container.encode(technology, forKey: .technology)
        try container.encode(temperature, forKey: .temperature)
        try container.encode(voltage, forKey: .voltage)
        try container.encode(resets, forKey: .resets)
        try container.encode(line, forKey: .line)
        try container.encode(simulated, forKey: .simulated)
    }

    enum CodingKeys: String, CodingKey {
        case id, imei, ports, manufacturer, model, revision, state, reason, remedy, since
        case evidenceAt = "evidence_at"
        case provenAt = "proven_at"
        case signalDBm = "signal_dbm"
        case referenceSignalDBm = "reference_signal_dbm"
        case registration, `operator`, technology, temperature, voltage, resets, line, simulated
    }
}
