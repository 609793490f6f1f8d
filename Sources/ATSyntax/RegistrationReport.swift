/// One line of registration (3GPP TS 27.007, 7.2): `+CREG: <stat>[,<lac>,<ci>[,<AcT>…]]` unasked, and with `<n>` before it as the answer
/// to `AT+CREG?`.
public struct RegistrationReport: Hashable, Sendable {
    /// `<n>`: whether changes are told unasked; `nil` in a line that came unasked.
    public let notices: Int?
    /// `<stat>`, 0 to 11.
    public let status: Int
    /// `<AcT>`, 0 to 15.
    public let accessTechnology: Int?

    /// Reads a line; `nil` for anything else.
    public init?(_ line: String) {
        guard let text = line.parameters(after: "+CREG:") else { return nil }
        let parameters = ParameterList(text)
        self.init(parameters, isAnswer: RegistrationReport.isAnswer(parameters))
    }

    /// Reads a line that answers `AT+CREG?`, also where its location area is as short as a status; `nil` where it cannot be one.
    public init?(answer line: String) {
        guard let text = line.parameters(after: "+CREG:") else { return nil }
        let parameters = ParameterList(text)
        guard parameters.fields.count > 1, !parameters.fields[1].isQuoted, (0...3).contains(parameters.integer(0) ?? -1) else {
            return nil
        }
        self.init(parameters, isAnswer: true)
    }

    private init?(_ parameters: ParameterList, isAnswer: Bool) {
        guard let status = parameters.integer(isAnswer ? 1 : 0), (0...11).contains(status) else { return nil }
        notices = isAnswer ? parameters.integer(0) : nil
        self.status = status
        accessTechnology = parameters.integer(isAnswer ? 4 : 3)
    }

    /// Whether it is `<n>,<stat>[,<lac>…]`: a location area code (a string of four digits) has its place after a status.
    private static func isAnswer(_ parameters: ParameterList) -> Bool {
        let fields = parameters.fields
        guard (0...3).contains(parameters.integer(0) ?? -1), fields.count > 1, !fields[1].isQuoted,
            (0...11).contains(parameters.integer(1) ?? -1)
        else { return false }
        return fields.count == 2 || fields[2].isQuoted || fields[2].text.count > 2
    }
}
