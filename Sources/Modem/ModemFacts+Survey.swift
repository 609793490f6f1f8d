import ATSyntax
import Telephony

/// What each answer of the survey tells.
extension ModemFacts {
    mutating func read(_ outcome: ChatEngine.Outcome, of query: SurveyQuery, by profile: ModemProfile, at now: BootInstant) {
        switch query {
        case .registration: readRegistration(outcome)
        case .cardState: readCardState(outcome)
        case .subscriber: subscriber = ModemFacts.subscriber(outcome) ?? subscriber
        case .packetRegistration: packetRegistration = ModemFacts.status(outcome)
        case .signal: readSignal(outcome)
        case .referenceSignal: readReferenceSignal(outcome)
        case .networkTime:
            networkTime = outcome.lines.lazy.compactMap { CCLK($0) }.first.map { NetworkTime(clock: $0, heardAt: now) }
        case .network: readNetwork(outcome)
        case .callerPresentation: readCallerPresentation(outcome)
        case .forwarding(let reason): readForwarding(outcome, reason)
        case .barring: isIncomingBarred = ModemFacts.isActiveForVoice(outcome, class: 1) ?? isIncomingBarred
        case .automaticAnswer: readAutomaticAnswer(outcome)
        case .voiceCheck: readVoice(outcome, by: profile)
        case .lteVoice: readLTEVoice(outcome, by: profile)
        case .temperature: temperature = ModemFacts.value(outcome, profile.temperature) ?? temperature
        case .voltage: voltage = ModemFacts.value(outcome, profile.voltage) ?? voltage
        }
    }

    mutating func readNetwork(_ outcome: ChatEngine.Outcome) {
        guard outcome.isOK else { return }
        let parameters = outcome.lines.first.map { ParameterList(ModemFacts.bareText($0)) }
        network = parameters?.text(2)
        accessTechnology = parameters?.integer(3) ?? accessTechnology
    }

    /// `+CESQ: <rxlev>,<ber>,<rscp>,<ecno>,<rsrq>,<rsrp>`: 0 is below -140 dBm, 97 is -44 dBm and above, 255 not known.
    private mutating func readReferenceSignal(_ outcome: ChatEngine.Outcome) {
        let level = outcome.lines.first.flatMap { ParameterList(ModemFacts.bareText($0)).integer(5) }
        referenceSignal = level.flatMap { (0...97).contains($0) ? $0 - 141 : nil }
    }

    /// `000`: after so many rings; 0: never.
    private mutating func readAutomaticAnswer(_ outcome: ChatEngine.Outcome) {
        guard outcome.isOK, let line = outcome.lines.first else { return }
        automaticAnswer = ParameterList(ModemFacts.bareText(line)).integer(0) ?? automaticAnswer
    }

    /// A refusal means that the firmware has no voice; silence, or a SIM that is not ready, means nothing.
    private mutating func readVoice(_ outcome: ChatEngine.Outcome, by profile: ModemProfile) {
        guard let check = profile.voiceCheck, case .answered(let result, let lines) = outcome,
            result == .ok || result.meansUnknownCommand
        else { return }
        let value = lines.first.flatMap { ParameterList(ModemFacts.bareText($0)).text(check.field) }
        hasVoice = result == .ok && !(value.map(check.off.contains) ?? false)
    }

    private mutating func readLTEVoice(_ outcome: ChatEngine.Outcome, by profile: ModemProfile) {
        guard let setting = profile.lteVoice, outcome.isOK, let line = outcome.lines.first,
            let value = ParameterList(ModemFacts.bareText(line)).text(setting.field)
        else { return }
        let isKnown = setting.off.isEmpty || setting.off.contains(value) || setting.on.contains(value)
        isLTEVoiceOn = isKnown ? setting.on.contains(value) : nil
    }

    private mutating func readForwarding(_ outcome: ChatEngine.Outcome, _ reason: ForwardingReason) {
        switch ModemFacts.isActiveForVoice(outcome, class: 1) {
        case true?: forwardings.insert(reason)
        case false?: forwardings.remove(reason)
        case nil: return
        }
        toldForwardings.insert(reason)
    }

    /// `+CLIP: <n>,<m>`: n is whether the modem shows callers, m is 0 not provisioned, 1 provisioned, 2 unknown (27.007, 7.6).
    private mutating func readCallerPresentation(_ outcome: ChatEngine.Outcome) {
        guard let line = outcome.lines.first else {
            // What it answered once it refuses now: nothing is known of it any more.
            if case .answered = outcome { callerDisplay = nil }
            return
        }
        let parameters = ParameterList(ModemFacts.bareText(line))
        callerDisplay = parameters.integer(0) ?? callerDisplay
        if let provisioned = parameters.integer(1), (0...1).contains(provisioned) { hasCallerPresentation = provisioned == 1 }
    }

    /// Of the errors only those that tell of the SIM for sure: none, its PIN or PUK (10 to 12). The others may pass.
    private mutating func readCardState(_ outcome: ChatEngine.Outcome) {
        guard case .answered(let result, _) = outcome else { return }
        if case .equipmentError(let code, _) = result, !(code.map((10...12).contains) ?? false) { return }
        pinState = ModemFacts.pinState(outcome) ?? pinState
    }

    /// `+CCFC: <status>,<class>…` and `+CLCK: <status>[,<class>]`: whether it is on for voice, the class with this bit.
    private static func isActiveForVoice(_ outcome: ChatEngine.Outcome, class voice: Int) -> Bool? {
        guard outcome.isOK, !outcome.lines.isEmpty else { return nil }
        return outcome.lines.contains { line in
            let parameters = ParameterList(bareText(line))
            return parameters.integer(0) == 1 && (parameters.integer(1) ?? voice) & voice != 0
        }
    }

    static func value(_ outcome: ChatEngine.Outcome, _ gauge: ModemProfile.Gauge?) -> Double? {
        guard let gauge, outcome.isOK, let line = outcome.lines.first,
            let text = ParameterList(bareText(line)).text(gauge.field), let value = Double(text).map({ $0 * gauge.scale }),
            abs(value) < 1_000_000
        else { return nil }
        return value
    }

    /// `+CEREG: <n>,<stat>` as the answer to a query.
    private static func status(_ outcome: ChatEngine.Outcome) -> Int? {
        outcome.lines.first.flatMap { ParameterList(bareText($0)).integer(1) }
    }
}
