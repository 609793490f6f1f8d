import ATSyntax
import Telephony

/// What each answer of the bring-up tells.
extension ModemFacts {
    mutating func read(_ outcome: ChatEngine.Outcome, of step: BringUp.Step) {
        let text = outcome.lines.first.map(ModemFacts.bareText)
        switch step {
        case .manufacturer: manufacturer = text
        case .model: model = text
        case .revision: revision = text
        case .equipment: equipment = outcome.lines.lazy.compactMap { IMEI(ModemFacts.bareText($0)) }.first
        case .subscriber: subscriber = ModemFacts.subscriber(outcome)
        case .card: card = card ?? outcome.lines.lazy.compactMap { ICCID(ModemFacts.bareText($0)) }.first
        case .pin: pinState = ModemFacts.pinState(outcome)
        case .ownNumber: ownNumber = outcome.lines.lazy.compactMap(ModemFacts.ownNumber).first
        case .registration: readRegistration(outcome)
        case .network: readNetwork(outcome)
        case .pinTries(let gauge): pinTries = ModemFacts.value(outcome, gauge).map { Int($0) }
        case .signal: readSignal(outcome)
        case .echoOff, .verbose, .notQuiet, .list, .functionality, .setting, .unlock: break
        }
    }

    /// A change may be told among the answer.
    mutating func readRegistration(_ outcome: ChatEngine.Outcome) {
        var reports = outcome.lines.compactMap { RegistrationReport($0) }
        let hasAnswer = reports.contains { $0.notices != nil }
        if !hasAnswer, let answer = outcome.lines.last.flatMap(RegistrationReport.init(answer:)) { reports.append(answer) }
        for report in reports {
            registration = report.status
            registrationNotices = report.notices ?? registrationNotices
            accessTechnology = report.accessTechnology ?? accessTechnology
        }
    }

    mutating func readSignal(_ outcome: ChatEngine.Outcome) {
        guard let line = outcome.lines.first, let level = ParameterList(ModemFacts.bareText(line)).integer(0) else { return }
        signal = (0...31).contains(level) ? -113 + 2 * level : nil
    }

    /// `+CGSN: "8676…"` and `8676…` say the same.
    static func bareText(_ line: String) -> String {
        var text = line[...]
        if let first = text.first, "+^!#".contains(first), let colon = text.firstIndex(of: ":") {
            text = text[text.index(after: colon)...]
        }
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        let isQuoted = text.count >= 2 && text.first == "\"" && text.last == "\"" && !text.dropFirst().dropLast().contains("\"")
        return String(isQuoted ? text.dropFirst().dropLast() : text)
    }

    static func pinState(_ outcome: ChatEngine.Outcome) -> String? {
        if let line = outcome.lines.first { return bareText(line) }
        guard case .answered(.equipmentError(let code, let text), _) = outcome else { return nil }
        return
            switch code
        {
        case 10: "SIM not inserted"
        case 11: "SIM PIN"
        case 12: "SIM PUK"
        case 13, 15: "SIM failure"
        case 14: "SIM busy"
        default: text.isEmpty ? nil : text
        }
    }

    /// `+CFUN: 0` (minimum functionality) or `4` (transmit and receive circuits disabled).
    static func isRadioOff(_ outcome: ChatEngine.Outcome) -> Bool {
        guard outcome.isOK, let line = outcome.lines.first else { return false }
        return [0, 4].contains(ParameterList(bareText(line)).integer(0))
    }

    static func subscriber(_ outcome: ChatEngine.Outcome) -> IMSI? {
        outcome.lines.lazy.compactMap { IMSI(bareText($0)) }.first
    }

    /// `+CNUM: [<alpha>],<number>,<type>` (3GPP TS 27.007, 7.1).
    private static func ownNumber(_ line: String) -> MSISDN? {
        let parameters = ParameterList(bareText(line))
        guard let number = parameters.text(1) else { return nil }
        return MSISDN(number) ?? (parameters.integer(2) == 145 ? MSISDN(digits: number) : nil)
    }
}
