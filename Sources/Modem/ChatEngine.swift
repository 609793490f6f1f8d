public import ATSyntax
public import Telephony

/// The command dialogue with one modem: one command at a time, each line to the command that owns it or out as unsolicited,
/// and back in step after a timeout. A value: no I/O, no clock.
public struct ChatEngine: Equatable, Sendable {
    /// What a command is for; comes back with its outcome.
    public enum Purpose: Hashable, Sendable {
        /// A step of the bring-up, `+CLCC`, the SIM's PIN, the profile's reset.
        case bringUp, list, unlock, reset
        /// A question of health.
        case survey(SurveyQuery)
        /// The call by its ``TrackedCall/number``.
        case hangUp(call: Int)
        /// A command that somebody typed.
        case console(Int)
        /// A call to another line of ours.
        case testCall(TestCallCommand)
        /// One that a process before this one dialled.
        case leftBehind(LeftBehindWay)
    }

    /// What is to be done.
    public enum Action: Equatable, Sendable {
        /// `purpose` is `nil` for what the dialogue itself needs.
        case write([UInt8], Purpose?)
        /// Take it into account, then call ``ChatEngine/proceed(at:)``.
        case finished(Purpose, Outcome)
        /// A line that belongs to no answer.
        case unsolicited(String)
        /// The modem answers nothing any more, not even what cannot be misunderstood.
        case deaf
    }

    /// What became of a command.
    public enum Outcome: Hashable, Sendable {
        /// Its final result code, and the information responses before it, at most 256.
        case answered(FinalResult, lines: [String])
        /// No final result code came within ``ATCommand/patience``; the dialogue gets in step by itself.
        case timedOut

        /// Whether the final result code was `OK`.
        public var isOK: Bool {
            if case .answered(.ok, _) = self { true } else { false }
        }

        /// The information responses.
        public var lines: [String] {
            if case .answered(_, let lines) = self { lines } else { [] }
        }
    }

    /// An answer longer than this is noise; what is over is dropped.
    static let mostLines = 256
    static let resynchroniseTries = 4

    struct Request: Equatable {
        let command: ATCommand
        let purpose: Purpose

        var isHangUp: Bool {
            if case .hangUp = purpose { true } else { false }
        }
    }

    enum State: Equatable {
        case idle
        case waiting(Request, lines: [String], deadline: BootInstant)
        case resynchronising(tries: Int, isRecognised: Bool, deadline: BootInstant)
        case deaf
    }

    var state = State.idle
    private var queue: [Request] = []
    private var messages = MessageGuard()
    /// The information of a resynchronisation came although none is under way: an earlier one is answered only now, and the final
    /// result code that follows is its own.
    var isLateAnswer = false
    /// Whether answers may be one command behind.
    var isOutOfStep = false

    public init() {}

    /// When time matters next.
    public var nextDeadline: BootInstant? {
        switch state {
        case .waiting(_, _, let deadline), .resynchronising(_, _, let deadline): deadline
        case .idle, .deaf: nil
        }
    }

    /// Queues a command; an urgent one goes before all that wait, but a question before no hang-up.
    public mutating func submit(_ command: ATCommand, for purpose: Purpose, urgently: Bool = false, at now: BootInstant) -> [Action]
    {
        let place = purpose == .list ? queue.firstIndex { !$0.isHangUp } ?? queue.count : 0
        queue.insert(Request(command: command, purpose: purpose), at: urgently ? place : queue.count)
        return next(at: now)
    }

    /// Sends what is queued, after ``Action/finished(_:_:)`` was dealt with: an answer may be a reason to withdraw the next command.
    public mutating func proceed(at now: BootInstant) -> [Action] { next(at: now) }

    /// Whether a command for this is queued or under way.
    public func awaits(_ purpose: Purpose) -> Bool {
        if case .waiting(let request, _, _) = state, request.purpose == purpose { return true }
        return queue.contains { $0.purpose == purpose }
    }

    /// Takes back commands that were not written yet.
    public mutating func withdraw(_ purpose: Purpose) { queue.removeAll { $0.purpose == purpose } }

    /// The call of a hang-up under way is over: its final result code comes within this time, or never.
    public mutating func expectHangUpAnswer(by limit: BootInstant) {
        guard case .waiting(let request, let lines, let deadline) = state, request.isHangUp else { return }
        state = .waiting(request, lines: lines, deadline: min(deadline, limit))
    }

    /// One line from the modem.
    public mutating func received(_ line: String, at now: BootInstant) -> [Action] {
        if messages.takesFirstLine(line, at: now) || isLate(line) { return [] }
        switch state {
        case .waiting(let request, let lines, let deadline):
            return answer(line, to: request, lines: lines, deadline: deadline, at: now)
        case .resynchronising(let tries, let isRecognised, let deadline):
            return resynchronise(line, tries: tries, isRecognised: isRecognised, deadline: deadline, at: now)
        case .idle, .deaf:
            return unsolicited(line, at: now)
        }
    }

    /// Time has passed.
    public mutating func elapsed(to now: BootInstant) -> [Action] {
        guard let deadline = nextDeadline, now >= deadline else { return [] }
        switch state {
        case .waiting(let request, _, _):
            return [.finished(request.purpose, .timedOut)] + startResynchronising(tries: 1, at: now)
        case .resynchronising(let tries, _, _):
            guard tries < ChatEngine.resynchroniseTries else {
                state = .deaf
                return [.deaf]
            }
            return startResynchronising(tries: tries + 1, at: now)
        case .idle, .deaf: return []
        }
    }

    private mutating func answer(
        _ line: String, to request: Request, lines: [String], deadline: BootInstant, at now: BootInstant
    ) -> [Action] {
        if line == request.command.text { return [] }
        if let result = finalResult(line, of: request) {
            state = .idle
            return [.finished(request.purpose, .answered(result, lines: lines))]
        }
        guard request.command.owns(line) else { return unsolicited(line, at: now) }
        let kept = lines.count < ChatEngine.mostLines ? lines + [line] : lines
        guard !request.command.endsWithInformation else {
            state = .idle
            return [.finished(request.purpose, .answered(.ok, lines: kept))]
        }
        state = .waiting(request, lines: kept, deadline: deadline)
        return []
    }

    /// A bare number may be what was asked for.
    private func resultInFigures(_ line: String, of request: Request) -> FinalResult? {
        FinalResult(numeric: line).flatMap { request.command.asksForNumber ? nil : $0 }
    }

    /// `NO CARRIER` and the like tell of a call, not of a command, unless it dialled.
    private func finalResult(_ line: String, of request: Request) -> FinalResult? {
        guard let result = FinalResult(line) ?? resultInFigures(line, of: request) else { return nil }
        return result.tellsOfCall && request.purpose != .testCall(.dial) ? nil : result
    }

    mutating func next(at now: BootInstant) -> [Action] {
        guard state == .idle else { return [] }
        if isOutOfStep { return startResynchronising(tries: 1, at: now) }
        guard !queue.isEmpty else { return [] }
        let request = queue.removeFirst()
        state = .waiting(request, lines: [], deadline: now.advanced(by: request.command.patience))
        return [.write(request.command.bytes, request.purpose)]
    }

    mutating func unsolicited(_ line: String, at now: BootInstant) -> [Action] {
        messages.takesUnsolicited(line, at: now) ? [] : [.unsolicited(line)]
    }
}
