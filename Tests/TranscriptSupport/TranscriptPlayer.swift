public import Modem
import Telephony

/// Plays a transcript against the very engine that runs in the field.
public struct TranscriptPlayer {
    /// How the modem's bytes reach the engine.
    public enum Cut: Hashable, Sendable {
        case whole, bytewise
        /// In pieces of so many bytes, counted from the start; the end of a step ends a piece as well.
        case at(Int)
        /// Cut once, at this offset into what the transcript itself has the modem send.
        case once(Int)
    }

    private var engine: ModemEngine
    private var now = BootInstant(nanoseconds: 1_000_000_000)
    private var unanswered: [String] = []
    private var events: [String] = []
    private var overrides: [String]
    private let cut: Cut
    private let echoes: Bool
    private var offset = 0

    /// `echoes`: the modem writes each command line back before its answer (V.250, 6.2.4).
    public init(cut: Cut, echoes: Bool, profile: ModemProfile = .generic, policy: CallTracker.Policy = .init()) {
        self.cut = cut
        self.echoes = echoes
        engine = ModemEngine(profile: profile, policy: policy)
        overrides = []
    }

    /// Plays it to the end and gives back what did not come as expected.
    public mutating func play(_ transcript: Transcript) -> [String] {
        overrides = transcript.steps.compactMap { if case .expectCommand(let text) = $0 { text } else { nil } }
        var failures: [String] = []
        perform(engine.opened(at: now))
        for (number, step) in transcript.steps.enumerated() {
            answerStandard(until: step)
            if let failure = take(step, followedBy: transcript.steps.dropFirst(number + 1).first) {
                failures.append("step \(number + 1): \(failure)")
                break
            }
        }
        answerStandard(until: nil)
        if failures.isEmpty, !events.isEmpty { failures.append("not expected: \(events)") }
        return failures
    }

    private mutating func take(_ step: Transcript.Step, followedBy next: Transcript.Step?) -> String? {
        switch step {
        case .expectCommand(let text):
            guard unanswered.first == text else { return "expected '\(text)', got \(unanswered)" }
            unanswered.removeFirst()
            if let position = overrides.firstIndex(of: text) { overrides.remove(at: position) }
        case .line, .raw: deliverOwn(step.bytes)
        case .pass(let duration): pass(duration)
        case .unlock(let pin): perform(engine.unlock(with: pin, at: now))
        case .expectEvent(let text):
            guard events.first == text else { return "expected '= \(text)', got \(events)" }
            events.removeFirst()
        }
        return nil
    }

    /// Commands that the transcript does not spell out are answered as any modem would.
    private mutating func answerStandard(until step: Transcript.Step?) {
        while let command = unanswered.first {
            if case .expectCommand(let text) = step, text == command { return }
            guard !overrides.contains(command) || step == nil else { return }
            unanswered.removeFirst()
            deliver(StandardModem.answer(to: command))
        }
    }

    private mutating func pass(_ duration: Duration) {
        let end = now.advanced(by: duration)
        var looks = 0
        while let deadline = engine.nextDeadline, deadline <= end {
            looks += 1
            guard looks < 1000 else { return events.append("a deadline that time does not settle") }
            now = max(now, deadline)
            perform(engine.elapsed(to: now))
            answerStandard(until: nil == overrides.first ? nil : .line(""))
        }
        now = end
    }

    private mutating func deliverOwn(_ bytes: [UInt8]) {
        guard case .once(let place) = cut, (offset + 1..<offset + bytes.count).contains(place) else {
            if case .once = cut { offset += bytes.count }
            return deliver(bytes)
        }
        deliver(Array(bytes.prefix(place - offset)))
        deliver(Array(bytes.dropFirst(place - offset)))
        offset += bytes.count
    }

    private mutating func deliver(_ bytes: [UInt8]) {
        switch cut {
        case .whole: perform(engine.received(bytes, at: now))
        case .bytewise: for byte in bytes { perform(engine.received([byte], at: now)) }
        case .once: perform(engine.received(bytes, at: now))
        case .at(let every):
            for byte in bytes {
                offset += 1
                pending.append(byte)
                if offset.isMultiple(of: max(1, every)) { flush() }
            }
            flush()
        }
    }

    private var pending: [UInt8] = []

    private mutating func flush() {
        let bytes = pending
        pending = []
        if !bytes.isEmpty { perform(engine.received(bytes, at: now)) }
    }

    private mutating func perform(_ actions: [ModemEngine.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes): wrote(bytes)
            case .settle(let call):
                events.append("settle \(TranscriptPlayer.describe(call))")
                perform(engine.settled(call.number, at: now))
            case .closed(_, let dropped): events.append(dropped ? "dropped" : "missed")
            case .undroppable: events.append("undroppable")
            case .forwardedTooLate: events.append("told too late that it was forwarded")
            case .reopen(let reason): events.append("reopen \(reason.rawValue)")
            case .needsPIN: events.append("needs PIN")
            case .pinEntered(.taken): events.append("unlocked")
            case .pinEntered(.refused): events.append("PIN refused")
            case .pinEntered(.notGiven): events.append("PIN not given")
            case .testCallEnded(let end): events.append("test call \(end.rawValue)")
            case .changed, .alive, .answered: continue
            }
        }
    }

    private mutating func wrote(_ bytes: [UInt8]) {
        if echoes { perform(engine.received(bytes + [13, 10], at: now)) }
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r") { unanswered.append(String(line)) }
    }

    private static func describe(_ call: TrackedCall) -> String {
        var words: [String]
        switch call.caller {
        case .presented(let digits, let type): words = [digits, "\(type.rawValue)"]
        case .withheld: words = ["withheld"]
        case .unavailable: words = ["unavailable"]
        }
        if call.bearer != .voice { words.append(call.bearer.rawValue) }
        if call.forwarding == .yes { words.append("forwarded") }
        return words.joined(separator: " ")
    }
}
