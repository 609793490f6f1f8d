import ATSyntax
import Telephony

/// What is asked of a modem after its port was opened, in order: get in step, take over calls that ring already, learn who it
/// is, then the settings. Every answer may be `ERROR`; only a modem that answers nothing at all ends it.
struct BringUp: Equatable, Sendable {
    /// One step.
    enum Step: Hashable, Sendable {
        case echoOff
        case verbose, notQuiet
        /// A call may ring since before the port was opened; nothing that could disturb it comes earlier.
        case list
        case setting(ATCommand)
        case manufacturer, model, revision, equipment, pin, subscriber, ownNumber
        case card(ATCommand)
        case registration, network, signal
    }

    private(set) var current: Step?
    private var remaining: [Step]
    private let profile: ModemProfile

    init(profile: ModemProfile) {
        self.profile = profile
        let identity: [Step] = [.equipment, .pin] + profile.cardIdentity.map(Step.card) + [.subscriber, .ownNumber]
        let first = profile.settings.prefix(1).map(Step.setting)
        let rest = profile.settings.dropFirst().map(Step.setting)
        remaining =
            [.echoOff, .verbose, .notQuiet] + first + [.list] + identity + rest
            + [.manufacturer, .model, .revision, .registration, .network, .signal]
    }

    /// The next command, or `nil` at the end.
    mutating func advance() -> ATCommand? {
        guard !remaining.isEmpty else {
            current = nil
            return nil
        }
        let step = remaining.removeFirst()
        current = step
        return command(step)
    }

    /// The card told its identity: the other ways to ask are not needed.
    mutating func cardIsKnown() {
        remaining.removeAll { if case .card = $0 { true } else { false } }
    }

    private func command(_ step: Step) -> ATCommand {
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
        case .registration: .creg
        case .network: ATCommand("AT+COPS?", prefixes: ["+COPS:"], patience: .seconds(15))
        case .signal: .csq
        }
    }
}
