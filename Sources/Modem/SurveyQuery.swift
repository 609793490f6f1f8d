import ATSyntax

/// A question about a modem's health, asked now and then while it serves.
public enum SurveyQuery: Hashable, Sendable {
    /// `+CREG?` (3GPP TS 27.007, 7.2), `+CEREG?` (10.1.22).
    case registration, packetRegistration
    /// `+CPIN?` (8.3) and `+CIMI` (5.6): whether the same SIM is there still. Asked also when the modem tells that something became
    /// of it, or the registration changes.
    case cardState, subscriber
    /// `+CSQ` (8.5).
    case signal
    /// `+CESQ` (8.69): what LTE modems tell in place of `+CSQ`.
    case referenceSignal
    /// `+CCLK?` (8.15): the network's time, where it tells one.
    case networkTime
    /// `+COPS?` (7.3).
    case network
    /// `+CLIP?`: whether the subscription has caller identification at all (7.6). Asks the network.
    case callerPresentation
    /// `+CCFC`: whether calls are forwarded for this reason (7.11). Asks the network.
    case forwarding(ModemFacts.ForwardingReason)
    /// `+CLCK="AI",2`: whether incoming calls are barred (7.4). Asks the network.
    case barring
    /// `S0?` (V.250, 6.3.8): whether it answers calls by itself. Asked only where it would not be told that it must not.
    case automaticAnswer
    /// What only the family's profile knows how to ask.
    case voiceCheck, lteVoice, temperature, voltage

    /// How often it is asked: what the network is asked costs seconds in which no other command goes through.
    var interval: Duration {
        switch self {
        case .registration, .signal, .automaticAnswer: .seconds(60)
        case .cardState, .subscriber, .packetRegistration, .network, .temperature, .voltage, .referenceSignal: .seconds(300)
        case .networkTime: .seconds(3600)
        case .callerPresentation, .forwarding, .barring, .voiceCheck, .lteVoice: .seconds(6 * 3600)
        }
    }

    static let all: [SurveyQuery] =
        [.voiceCheck, .lteVoice, .packetRegistration, .referenceSignal, .networkTime, .temperature, .voltage, .callerPresentation]
        + ModemFacts.ForwardingReason.allCases.map(SurveyQuery.forwarding)
        + [.barring, .automaticAnswer, .registration, .signal, .network, .cardState, .subscriber]

    /// What is asked only where there is reason to.
    static let onDoubt: Set<SurveyQuery> = [.automaticAnswer]
    /// What the bring-up has asked itself.
    static let known: Set<SurveyQuery> = [.registration, .signal, .network, .cardState, .subscriber]
    /// Whether the same SIM is there still.
    static let card: [SurveyQuery] = [.cardState, .subscriber]
    /// What every modem answers, if not always.
    static let knownToAll: Set<SurveyQuery> = [.cardState, .subscriber, .registration, .signal]

    /// The command, where this family has one.
    func command(of profile: ModemProfile) -> ATCommand? {
        switch self {
        case .registration: .creg
        case .packetRegistration: ATCommand("AT+CEREG?", prefixes: ["+CEREG:"])
        case .cardState: .cpin
        case .subscriber: .cimi
        case .signal: .csq
        case .referenceSignal: ATCommand("AT+CESQ", prefixes: ["+CESQ:"])
        case .networkTime: ATCommand("AT+CCLK?", prefixes: ["+CCLK:"])
        case .network: ATCommand("AT+COPS?", prefixes: ["+COPS:"], patience: .seconds(15))
        case .callerPresentation: ATCommand("AT+CLIP?", prefixes: ["+CLIP:"], patience: .seconds(15))
        case .forwarding(let reason): ATCommand("AT+CCFC=\(reason.rawValue),2", prefixes: ["+CCFC:"], patience: .seconds(20))
        case .barring: ATCommand("AT+CLCK=\"AI\",2", prefixes: ["+CLCK:"], patience: .seconds(20))
        case .automaticAnswer: ATCommand("ATS0?", takesBareText: true)
        case .voiceCheck: profile.voiceCheck?.command
        case .lteVoice: profile.lteVoice?.command
        case .temperature: profile.temperature?.command
        case .voltage: profile.voltage?.command
        }
    }
}
