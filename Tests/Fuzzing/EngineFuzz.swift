import ATSyntax
import Modem
import Telephony
import TranscriptSupport

/// A modem that sends anything at any time. Bytes from 0xF6 are what happens beside its own words; see ``EngineFuzz/Happening``.
func fuzzEngine(_ bytes: [UInt8]) {
    for commitsFirst in [true, false] {
        var run = EngineFuzz(commitsFirst: commitsFirst)
        run.play(bytes)
    }
}

private struct EngineFuzz {
    /// What a byte stands for that a modem's words rarely hold. An 0xFF is noise.
    private enum Happening: UInt8 {
        case unplugged = 0xF6, answersAll, settlesOne, shortWhile, halfSecond, threeSeconds, minute, elsewhere, unlocks
    }

    private static let mostCallsAtOnce = 64
    private static let mostLooks = 2000

    private var engine: ModemEngine
    private var now = BootInstant(nanoseconds: 1_000_000_000)
    private let commitsFirst: Bool
    private var unsettled: [Int] = []
    private var open: Set<Int> = []
    private var settled: Set<Int> = []
    private var unanswered: [String] = []
    private var isElsewhere = false

    init(commitsFirst: Bool) {
        self.commitsFirst = commitsFirst
        engine = ModemEngine(policy: .init(commitsFirst: commitsFirst))
    }

    mutating func play(_ bytes: [UInt8]) {
        perform(engine.opened(at: now))
        var words: [UInt8] = []
        for byte in bytes {
            guard let happening = Happening(rawValue: byte) else {
                words.append(byte)
                continue
            }
            deliver(words)
            words = []
            happen(happening)
        }
        deliver(words)
        happen(.unplugged)
    }

    private mutating func deliver(_ words: [UInt8]) {
        guard !words.isEmpty else { return }
        perform(isElsewhere ? engine.overheard(words, on: 1, at: now) : engine.received(words, at: now))
    }

    private mutating func happen(_ happening: Happening) {
        switch happening {
        case .unplugged: unplug()
        case .answersAll: answerAll()
        case .settlesOne:
            guard let call = unsettled.first else { return }
            unsettled.removeFirst()
            settled.insert(call)
            perform(engine.settled(call, at: now))
        case .shortWhile: pass(.milliseconds(10))
        case .halfSecond: pass(.milliseconds(500))
        case .threeSeconds: pass(.seconds(3))
        case .minute: pass(.seconds(60))
        case .elsewhere: isElsewhere.toggle()
        case .unlocks: perform(engine.unlock(with: "1234", at: now))
        }
    }

    private mutating func unplug() {
        perform(engine.disconnected(at: now))
        while !unsettled.isEmpty { happen(.settlesOne) }
        hold(open.isEmpty, "a call of a modem that is gone stays open: \(open)")
        engine = ModemEngine(policy: .init(commitsFirst: commitsFirst))
        (unanswered, settled) = ([], [])
        perform(engine.opened(at: now))
    }

    private mutating func answerAll() {
        for _ in 0..<40 where !unanswered.isEmpty {
            perform(engine.received(StandardModem.answer(to: unanswered.removeFirst()), at: now))
        }
    }

    private mutating func pass(_ duration: Duration) {
        let end = now.advanced(by: duration)
        var looks = 0
        while let deadline = engine.nextDeadline, deadline <= end {
            looks += 1
            hold(looks < EngineFuzz.mostLooks, "a deadline that time does not settle")
            now = max(now, deadline)
            perform(engine.elapsed(to: now))
        }
        now = end
    }

    private mutating func perform(_ actions: [ModemEngine.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes): wrote(bytes)
            case .settle(let call):
                hold(open.insert(call.number).inserted, "a call is settled twice")
                unsettled.append(call.number)
            case .closed(let call, _):
                hold(open.remove(call) != nil, "a call is closed that is not open")
            default: break
            }
        }
        hold(open.count <= EngineFuzz.mostCallsAtOnce, "calls pile up")
    }

    private mutating func wrote(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        hold(!text.hasPrefix("ATA") && text != "AT+CHLD=1\r", "a call is answered")
        for line in text.split(separator: "\r") { unanswered.append(String(line)) }
        if unanswered.count > 100 { unanswered.removeFirst(unanswered.count - 100) }
    }
}
