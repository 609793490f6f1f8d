public import Telephony

/// What an end line tells of the call that is over: `NO CARRIER` (V.250, 5.7.1) nothing, those of vendors which one it was.
public struct CallEnd: Hashable, Sendable {
    /// An end line that does not say which call it is of.
    public static let untold = CallEnd()

    /// As in ``CurrentCall/index``.
    public let index: Int?
    /// Who had called, or was called.
    public let caller: CallerPresentation?
    /// Whether this side had dialled it.
    public let isOutgoing: Bool

    init(index: Int? = nil, caller: CallerPresentation? = nil, isOutgoing: Bool = false) {
        self.index = index
        self.caller = caller.flatMap { $0.digits.isEmpty ? nil : $0 }
        self.isOutgoing = isOutgoing
    }

    /// The end of a call in the form of an entry of the list, with ``CurrentCall/status`` 6.
    public init(of call: CurrentCall) {
        self.init(index: call.index, caller: call.caller, isOutgoing: !call.isMobileTerminated)
    }

    /// Reads vendors' words for it; `nil` for other lines.
    init?(_ line: String) {
        if let text = line.parameters(after: "^CEND:") {
            self.init(index: ParameterList(text).integer(0))
        } else if let text = line.parameters(after: "MISSED_CALL:") {
            self.init(caller: CallEnd.missed(text))
        } else if ["VOICE CALL: END", "HANGUP:", "+WIND: 6"].contains(where: line.hasPrefix) {
            self = .untold
        } else {
            return nil
        }
    }

    /// `<time> <number>` (SIMCom).
    private static func missed(_ text: String) -> CallerPresentation? {
        let words = text.split(separator: " ")
        guard words.count > 1, let number = words.last else { return nil }
        return CLIP.caller(number: String(number), type: nil, validity: nil)
    }
}
