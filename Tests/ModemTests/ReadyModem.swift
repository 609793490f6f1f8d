import ATSyntax
import Telephony
import TranscriptSupport

@testable import Modem

/// An engine brought up against a modem that answers as told, else as any would.
struct ReadyModem {
    private var engine: ModemEngine
    private var now = BootInstant(nanoseconds: 1_000_000_000)
    /// What it answers from now on, where that is not what any would.
    var answers: [String: [String]]
    /// The PIN that is entered when the SIM asks for one, and what becomes of the answers then.
    var pin: String?
    var onUnlock: (inout [String: [String]]) -> Void = { _ in }
    private(set) var asked: [String] = []
    private(set) var settled: [String] = []
    /// When those that are settled began to ring, since the port was opened.
    private(set) var rang: [Duration] = []
    private(set) var undroppable = 0
    /// How many calls are over.
    private(set) var closed = 0
    private(set) var testCallEnds: [TestCallEnd] = []
    /// What became of each PIN that was entered.
    private(set) var pinOutcomes: [PINOutcome] = []
    /// The facts as they were last told.
    private(set) var told = ModemFacts()
    private let openedAt = BootInstant(nanoseconds: 1_000_000_000)
    private(set) var reopenings: [ModemEngine.Reason] = []

    var facts: ModemFacts { engine.facts }
    /// Since the port was opened.
    var elapsed: Duration { now.duration(since: openedAt) }
    var unnamedCall: UnnamedCall? { engine.unnamedCall }

    init(answers: [String: [String]], profile: ModemProfile = .generic, pin: String? = nil) {
        self.answers = answers
        self.pin = pin
        engine = ModemEngine(profile: profile)
        perform(engine.opened(at: now))
    }

    mutating func pass(_ duration: Duration) {
        let end = now.advanced(by: duration)
        while let deadline = engine.nextDeadline, deadline <= end {
            now = max(now, deadline)
            perform(engine.elapsed(to: now))
        }
        now = end
    }

    mutating func receive(_ line: String) { perform(engine.received(ReadyModem.bytes(line), at: now)) }

    mutating func forgetWhatWasAsked() { asked = [] }

    mutating func abandon() { perform(engine.abandoned()) }

    mutating func reset() { perform(engine.reset(at: now)) }

    mutating func overhear(_ line: String) { perform(engine.overheard(ReadyModem.bytes(line), on: 1, at: now)) }

    /// Has it call another line; how that ended, where it has.
    mutating func call(_ number: String) -> [TestCallEnd] {
        guard let number = MSISDN(number) else { return [] }
        let before = testCallEnds.count
        perform(engine.call(number, at: now))
        return Array(testCallEnds.dropFirst(before))
    }

    private static func bytes(_ line: String) -> [UInt8] { Array("\r\n\(line)\r\n".utf8) }

    private mutating func perform(_ actions: [ModemEngine.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes):
                for command in String(decoding: bytes, as: UTF8.self).split(separator: "\r") { answer(String(command)) }
            case .settle(let call):
                settled.append(call.presentation?.digits ?? "")
                rang.append(call.rangAt.duration(since: openedAt))
                perform(engine.settled(call.number, at: now))
            case .reopen(let reason): reopenings.append(reason)
            case .undroppable: undroppable += 1
            case .closed: closed += 1
            case .testCallEnded(let end): testCallEnds.append(end)
            case .changed(let facts): told = facts
            case .needsPIN: perform(engine.unlock(with: pin, at: now))
            case .pinEntered(let outcome):
                pinOutcomes.append(outcome)
                onUnlock(&answers)
            default: continue
            }
        }
    }

    private mutating func answer(_ command: String) {
        asked.append(command)
        let bytes = answers[command].map { $0.flatMap(ReadyModem.bytes) } ?? StandardModem.answer(to: command)
        perform(engine.received(bytes, at: now))
    }
}
