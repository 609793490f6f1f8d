import ATSyntax
import Telephony

/// A call from this line to another one of ours, which shows that the other can be reached. It is left to ring, never answered
/// from here, and over after 15 s at the latest, or as soon as somebody answers. A value: no I/O, no clock.
struct TestCall: Equatable, Sendable {
    /// What is to be done.
    enum Action: Equatable {
        /// Send this; answer with ``TestCall/finished(_:_:at:)``.
        case send(ATCommand, TestCallCommand)
        case ended(TestCallEnd)
    }

    private enum Phase: Equatable {
        case idle
        /// `ATD` has no final result code yet; with some modems it comes only when somebody answers.
        case dialling
        case ringing(nextList: BootInstant, isListing: Bool)
        /// `way` is the hang-up being tried.
        case hangingUp(way: Int, TestCallEnd)
        /// Hung up; the list will tell whether it is over.
        case confirming(way: Int, TestCallEnd)
    }

    static let longest = Duration.seconds(15)
    private static let listInterval = Duration.seconds(1)

    private let ways: [ATCommand]
    private var phase = Phase.idle
    private var end = BootInstant(nanoseconds: 0)

    init(profile: ModemProfile) {
        let fixed = profile.hangUp.compactMap { if case .command(let text) = $0 { text } else { nil } }
        ways = (fixed.contains("ATH") ? fixed : fixed + ["ATH"]).map { ATCommand($0, patience: .seconds(10)) }
    }

    var isOver: Bool { phase == .idle }

    var nextDeadline: BootInstant? {
        switch phase {
        case .idle, .hangingUp, .confirming: nil
        case .dialling: end
        case .ringing(let nextList, let isListing): isListing ? end : min(end, nextList)
        }
    }

    /// `ATD<number>;`: a voice call (3GPP TS 27.007, 6.2).
    mutating func begin(to number: MSISDN, at now: BootInstant) -> [Action] {
        phase = .dialling
        end = now.advanced(by: TestCall.longest)
        return [.send(ATCommand("ATD\(number);", patience: TestCall.longest), .dial)]
    }

    mutating func finished(_ command: TestCallCommand, _ outcome: ChatEngine.Outcome, at now: BootInstant) -> [Action] {
        switch (command, phase) {
        case (.dial, .dialling): dialled(outcome, at: now)
        case (.list, .ringing): listed(outcome, at: now)
        case (.list, .confirming(let way, let end)): confirmed(outcome, way: way, end)
        case (.hangUp, .hangingUp(let way, let end)): hungUp(way: way, end)
        default: []
        }
    }

    /// An end line that belongs to no other call.
    mutating func remoteEnded() -> [Action] {
        switch phase {
        case .dialling, .ringing: over(.ended)
        case .hangingUp(_, let end), .confirming(_, let end): over(end)
        case .idle: []
        }
    }

    mutating func elapsed(to now: BootInstant) -> [Action] {
        switch phase {
        case .dialling where now >= end, .ringing where now >= end: return hangUp(way: 0, .rangOut)
        case .ringing(let nextList, false) where now >= nextList:
            phase = .ringing(nextList: now.advanced(by: TestCall.listInterval), isListing: true)
            return [.send(.clcc, .list)]
        default: return []
        }
    }

    /// Without its final result code at the end of its time, `ATD` is aborted by whatever is sent next (V.250, 5.6.1).
    private mutating func dialled(_ outcome: ChatEngine.Outcome, at now: BootInstant) -> [Action] {
        switch outcome {
        case .timedOut: return hangUp(way: 0, .rangOut)
        case .answered(.ok, _):
            phase = .ringing(nextList: now.advanced(by: TestCall.listInterval), isListing: false)
            return []
        case .answered(.connect, _): return hangUp(way: 0, .answered)
        case .answered(.busy, _), .answered(.noAnswer, _), .answered(.noCarrier, _): return over(.ended)
        case .answered: return over(.refused)
        }
    }

    private mutating func listed(_ outcome: ChatEngine.Outcome, at now: BootInstant) -> [Action] {
        phase = .ringing(nextList: now.advanced(by: TestCall.listInterval), isListing: false)
        guard outcome.isOK else { return [] }
        // A list without it proves nothing: it is hung up in any case.
        guard let call = TestCall.outgoing(outcome) else { return hangUp(way: 0, .ended) }
        return call.status == 0 ? hangUp(way: 0, .answered) : []
    }

    private mutating func hangUp(way: Int, _ end: TestCallEnd) -> [Action] {
        guard way < ways.count else { return over(end) }
        phase = .hangingUp(way: way, end)
        return [.send(ways[way], .hangUp)]
    }

    private mutating func hungUp(way: Int, _ end: TestCallEnd) -> [Action] {
        phase = .confirming(way: way, end)
        return [.send(.clcc, .list)]
    }

    private mutating func confirmed(_ outcome: ChatEngine.Outcome, way: Int, _ end: TestCallEnd) -> [Action] {
        outcome.isOK && TestCall.outgoing(outcome) == nil ? over(end) : hangUp(way: way + 1, end)
    }

    private mutating func over(_ end: TestCallEnd) -> [Action] {
        phase = .idle
        return [.ended(end)]
    }

    /// An outgoing voice call in the answer to `+CLCC`, not over yet.
    static func outgoing(_ outcome: ChatEngine.Outcome) -> CurrentCall? {
        outcome.lines.lazy.compactMap { CurrentCall($0) }.first { !$0.isMobileTerminated && $0.mode == 0 && !$0.isReleased }
    }
}
