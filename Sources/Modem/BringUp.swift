import ATSyntax
import Telephony

/// What is asked of a modem after its port was opened, in order: get in step, take over calls that ring already, learn who it
/// is, then the settings. Every answer may be `ERROR`; only a modem that answers nothing at all ends it.
struct BringUp: Equatable, Sendable {
    /// One step.
    enum Step: Equatable, Sendable {
        case echoOff
        case verbose, notQuiet
        /// A call may ring since before the port was opened; nothing that could disturb it comes earlier.
        case list
        /// Another program may have switched the radio off (27.007, 8.2).
        case functionality
        case setting(ATCommand)
        case manufacturer, model, revision, equipment, pin, subscriber, ownNumber
        case pinTries(ModemProfile.Gauge)
        /// Not a command: a SIM that asks for its PIN is unlocked here, if at all.
        case unlock
        case card(ATCommand)
        case registration, network, signal

        /// Whether the line is known by its answer.
        var tellsIdentity: Bool {
            switch self {
            case .equipment, .subscriber, .card: true
            default: false
            }
        }

        /// Whether it needs the SIM.
        var needsCard: Bool {
            switch self {
            case .setting, .pin, .pinTries, .card, .subscriber, .ownNumber: true
            default: false
            }
        }

        /// Whether every modem knows it, so that its refusal is one of the SIM.
        var isKnownToAll: Bool { self == .subscriber || self == .setting(.showCallers) }

        /// Whether it comes before the PIN is entered.
        var precedesUnlock: Bool { self != .subscriber && self != .ownNumber }
    }

    private(set) var current: Step?
    private var remaining: [Step]
    /// What got no answer; asked again at the end, since a modem that stalled for a while knows more than it told.
    private var unanswered: [Step] = []
    private var roundsLeft = 2
    /// What was asked twice in a row, because calls are recorded under what it tells.
    private var repeated: [Step] = []
    /// What may be taken once the SIM is ready; asked again for a minute.
    private var refused: [Step] = []
    private var givesUpAt: BootInstant?

    private static let retryInterval = Duration.seconds(3)
    private static let retryLimit = Duration.seconds(60)

    init(profile: ModemProfile) {
        let tries = profile.pinTries.map { [Step.pinTries($0)] } ?? []
        let identity: [Step] =
            [.equipment, .pin] + profile.cardIdentity.map(Step.card) + tries + [.unlock, .subscriber, .ownNumber]
        let first = profile.settings.filter { [.numericErrors, .showCallers, .manualAnswer].contains($0) }
        let rest = profile.settings.filter { !first.contains($0) }
        remaining =
            [.echoOff, .verbose, .notQuiet] + first.map(Step.setting) + [.list, .functionality] + identity + rest.map(Step.setting)
            + [.manufacturer, .model, .revision, .registration, .network, .signal]
    }

    /// The next step, or `nil` at the end.
    mutating func advance() -> Step? {
        if remaining.isEmpty, roundsLeft > 0 {
            roundsLeft -= 1
            (remaining, unanswered) = (unanswered, [])
        }
        current = remaining.isEmpty ? nil : remaining.removeFirst()
        return current
    }

    /// No answer came to the present step.
    mutating func wasNotAnswered() {
        guard let current else { return }
        if current.tellsIdentity, !repeated.contains(current) {
            repeated.append(current)
            return remaining.insert(current, at: 0)
        }
        unanswered += current == .pin ? [.pin, .unlock] : [current]
    }

    /// `OK` and nothing else to the present step. Whether that may be the end of an answer before: it is asked once more then.
    mutating func wasAnsweredEmpty() -> Bool {
        guard let current, current.tellsIdentity || current == .pin else { return false }
        if !repeated.contains(current) {
            repeated.append(current)
            remaining.insert(current, at: 0)
        }
        return true
    }

    /// The radio is off: it is switched on before anything is asked of the SIM.
    mutating func radioIsOff() { remaining.insert(.setting(.fullFunctionality), at: 0) }

    /// The present step was refused, perhaps only because the SIM is not ready yet.
    mutating func wasRefusedForNow() {
        if let current, !refused.contains(current) { refused.append(current) }
    }

    /// The SIM was busy when it was given its PIN: it is given it once more.
    mutating func pinHasToWait() {
        guard !repeated.contains(.unlock) else { return }
        repeated.append(.unlock)
        refused.append(.pin)
    }

    /// When what was refused is to be asked again; `nil`: nothing was, or the SIM has had its time. One that is ready later is another
    /// than this session knows.
    mutating func nextTry(at now: BootInstant) -> BootInstant? {
        guard !refused.isEmpty else { return nil }
        let end = givesUpAt ?? now.advanced(by: BringUp.retryLimit)
        givesUpAt = end
        takeUpRefused()
        guard now < end else {
            remaining = []
            return nil
        }
        return now.advanced(by: BringUp.retryInterval)
    }

    /// Whether something is only waiting to be asked again.
    var isPausing: Bool { current == nil && !remaining.isEmpty }

    /// Whether all that was to be asked was answered, or refused for good.
    var isDone: Bool { current == nil && remaining.isEmpty && refused.isEmpty }

    /// Sets something again that the modem has lost.
    mutating func set(again command: ATCommand) -> Bool {
        guard current == nil, remaining.isEmpty else { return false }
        remaining = [.setting(command)]
        return true
    }

    /// A SIM that was not ready may ask for its PIN by now.
    private mutating func takeUpRefused() {
        let unlock: [Step] = refused.contains(.pin) ? [.unlock] : []
        remaining = refused.filter(\.precedesUnlock) + unlock + refused.filter { !$0.precedesUnlock }
        refused = []
    }

    /// The SIM was unlocked: its state, and its identity where that was refused before, are asked again.
    mutating func wasUnlocked(cardIsKnown: Bool, profile: ModemProfile) {
        remaining = [.pin] + (cardIsKnown ? [] : profile.cardIdentity.map(Step.card)) + remaining
    }

    /// The card told its identity: the other ways to ask are not needed.
    mutating func cardIsKnown() {
        remaining.removeAll { if case .card = $0 { true } else { false } }
        unanswered.removeAll { if case .card = $0 { true } else { false } }
        refused.removeAll { if case .card = $0 { true } else { false } }
    }

    /// `nil` for what is no command.
    static func command(_ step: Step) -> ATCommand? {
        switch step {
        case .echoOff: ATCommand("ATE0")
        case .verbose: ATCommand("ATV1")
        case .notQuiet: ATCommand("ATQ0")
        case .list: .clcc
        case .functionality: ATCommand("AT+CFUN?", prefixes: ["+CFUN:"])
        case .setting(let command), .card(let command): command
        case .manufacturer: ATCommand("AT+CGMI", prefixes: ["+CGMI:"], takesBareText: true)
        case .model: ATCommand("AT+CGMM", prefixes: ["+CGMM:"], takesBareText: true)
        case .revision: ATCommand("AT+CGMR", prefixes: ["+CGMR:"], takesBareText: true)
        case .equipment: ATCommand("AT+CGSN", prefixes: ["+CGSN:"], takesBareText: true)
        case .pin: .cpin
        case .subscriber: .cimi
        case .ownNumber: ATCommand("AT+CNUM", prefixes: ["+CNUM:"])
        case .pinTries(let gauge): gauge.command
        case .unlock: nil
        case .registration: .creg
        case .network: ATCommand("AT+COPS?", prefixes: ["+COPS:"], patience: .seconds(15))
        case .signal: .csq
        }
    }
}
