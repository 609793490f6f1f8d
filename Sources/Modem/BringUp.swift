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
    }

    private(set) var current: Step?
    private var remaining: [Step]
    /// What got no answer; asked again at the end, since a modem that stalled for a while knows more than it told.
    private var unanswered: [Step] = []
    private var roundsLeft = 2
    /// What was asked twice in a row, because calls are recorded under what it tells.
    private var repeated: [Step] = []

    init(profile: ModemProfile) {
        let tries = profile.pinTries.map { [Step.pinTries($0)] } ?? []
        let identity: [Step] =
            [.equipment, .pin] + profile.cardIdentity.map(Step.card) + tries + [.unlock, .subscriber, .ownNumber]
        let first = profile.settings.prefix(1).map(Step.setting)
        let rest = profile.settings.dropFirst().map(Step.setting)
        remaining =
            [.echoOff, .verbose, .notQuiet] + first + [.list] + identity + rest
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

    /// The SIM was unlocked: its state, and its identity where that was refused before, are asked again.
    mutating func wasUnlocked(cardIsKnown: Bool, profile: ModemProfile) {
        remaining = [.pin] + (cardIsKnown ? [] : profile.cardIdentity.map(Step.card)) + remaining
    }

    /// The card told its identity: the other ways to ask are not needed.
    mutating func cardIsKnown() {
        remaining.removeAll { if case .card = $0 { true } else { false } }
        unanswered.removeAll { if case .card = $0 { true } else { false } }
    }

    /// `nil` for what is no command.
    static func command(_ step: Step) -> ATCommand? {
        switch step {
        case .echoOff: ATCommand("ATE0")
        case .verbose: ATCommand("ATV1")
        case .notQuiet: ATCommand("ATQ0")
        case .list: .clcc
        case .setting(let command), .card(let command): command
        case .manufacturer: ATCommand("AT+CGMI", prefixes: ["+CGMI:"], takesBareText: true)
        case .model: ATCommand("AT+CGMM", prefixes: ["+CGMM:"], takesBareText: true)
        case .revision: ATCommand("AT+CGMR", prefixes: ["+CGMR:"], takesBareText: true)
        case .equipment: ATCommand("AT+CGSN", prefixes: ["+CGSN:"], takesBareText: true)
        case .pin: ATCommand("AT+CPIN?", prefixes: ["+CPIN:"])
        case .subscriber: ATCommand("AT+CIMI", prefixes: ["+CIMI:"], takesBareText: true)
        case .ownNumber: ATCommand("AT+CNUM", prefixes: ["+CNUM:"])
        case .pinTries(let gauge): gauge.command
        case .unlock: nil
        case .registration: .creg
        case .network: ATCommand("AT+COPS?", prefixes: ["+COPS:"], patience: .seconds(15))
        case .signal: .csq
        }
    }
}
