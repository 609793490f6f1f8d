import Logging
import ModemSimulator
import Telephony
import Verification
import VirtualWorld

/// What is true in the world, whatever the gateway thinks of it, and what was found wrong. On the one thread of the simulation.
final class Ledger: @unchecked Sendable {
    /// A promise that can be broken.
    enum Invariant: String, CaseIterable {
        case droppedCallIsRecorded, hangUpFollowsRecord, hangUpComesSoon, oneRowPerCall, noCallFromNowhere, rowsAreClosed
        case createdIsKept, endsOnce, notBeforeItsTime, expiresInTime, failsForAReason, cancelIsKept
        case verifiedByItsCaller, verifiedByOneCall, callConcernsItsVerification, callIsNotWasted, gapSettlesNothing,
            slotIsHeldOnce, slotIsReleased
        case endIsDelivered, deadAfterAllAttempts, oneIdentityPerEnd, endpointHeardTheTruth
        case badLineIsNotHandedOut, takenOnce, sameKeySameAnswer
        case countersAgree, databaseIsSound, nobodyAnswers, runsFree, comesBack
    }

    /// A call that somebody made.
    struct Dial {
        let stick: Int
        /// As the network presents it; `nil`: withheld.
        let number: String?
        let isForwarded: Bool
        /// Whether somebody listened as that was told.
        var isForwardingTold = false
        let startedAt: BootInstant
        /// When its first sign was read from an open port.
        var heardAt: BootInstant?
        /// When its number was read from an open port first.
        var presentedAt: BootInstant?
        /// The same by the process, and through the opened port, that heard its end.
        var heardLastAt: BootInstant?
        var presentedLastAt: BootInstant?
        var endedAt: BootInstant?
        var isDropped = false
        /// The modem was well from its start to its end.
        var isModemWell = true
        /// The process did not end meanwhile.
        var isHeardToTheEnd = true
        var isUndisturbed: Bool { isModemWell && isHeardToTheEnd }
        /// Its modem stalled or had noise on its line, just then.
        var isGarbled = false

        mutating func isUnheard() { (isHeardToTheEnd, heardLastAt, presentedLastAt) = (false, nil, nil) }
    }

    /// A verification that a customer was told of.
    struct Asked {
        let id: VerificationID
        let application: String
        let number: String
        let stick: Int
        let reference: String?
        let begunAt: BootInstant
        let toldAt: BootInstant
        let lifetime: Duration
        var canceledAt: BootInstant?
        /// What the customer was told of the cancel.
        var isCancelConfirmed = false
        var timesTaken = 0
    }

    let time: VirtualTime
    let isTracing: Bool
    var dials: [Dial] = []
    var asked: [VerificationID: Asked] = [:]
    var answersOfKeys: [String: (id: VerificationID, at: BootInstant)] = [:]
    var jobs = 0
    private(set) var faults: [(invariant: Invariant, text: String)] = []
    /// When which boot began.
    private(set) var bootTimes: [String: BootInstant] = ["boot-1": BootInstant(nanoseconds: 0)]
    private(set) var crashes: [(at: BootInstant, end: Machine.End)] = []
    private(set) var clockSteps: [BootInstant] = []
    private(set) var badDisk: [(from: BootInstant, to: BootInstant)] = []
    /// When each modem's port was opened.
    private(set) var openings: [(stick: Int, at: BootInstant)] = []
    var outages: [Outage] = []
    /// Whether a hang-up may come before the record.
    var dropsAtOnce = false
    /// Asks the database, just as a call is dropped, whether it holds it.
    var isRecorded: (Dial) -> Bool = { _ in true }
    private var digest: UInt64 = 0xcbf2_9ce4_8422_2325

    init(time: VirtualTime, isTracing: Bool) {
        self.time = time
        self.isTracing = isTracing
    }

    /// What the seed came to: equal for the same seed, or something is left to chance.
    var fingerprint: UInt64 { digest }

    var logger: Logger {
        Logger(label: "gateway") { [self] _ -> any LogHandler in isTracing ? TraceLog(ledger: self) : SwiftLogNoOpLogHandler() }
    }

    func note(_ text: @autoclosure () -> String) {
        requireTheOneThread()
        let line = "\(seconds(time.now)) \(text())"
        absorb(line.utf8)
        if isTracing { print(line) }
    }

    private func absorb(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }

    /// Always `false`, for brevity's sake.
    @discardableResult
    func fault(_ invariant: Invariant, _ text: String) -> Bool {
        note("BROKEN \(invariant.rawValue): \(text)")
        faults.append((invariant, text))
        return false
    }

    func seconds(_ instant: BootInstant) -> String {
        let milliseconds = instant.nanoseconds / 1_000_000
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }

    // MARK: Calls

    func opened(_ stick: Int) {
        openings.append((stick, time.now))
        end(.unwatched, of: stick)
    }

    /// Somebody is about to call.
    func dial(_ caller: SimulatedCaller, at stick: Int, isForwarded: Bool = false) {
        var number: String?
        if case .presented(let digits) = caller { number = digits }
        note("dial \(stick) from \(number ?? "withheld")\(isForwarded ? " forwarded" : "")")
        dials.append(
            Dial(
                stick: stick, number: number, isForwarded: isForwarded, startedAt: time.now,
                isModemWell: !isStalled(stick) && resets[stick].map { time.now.duration(since: $0) > .seconds(10) } ?? true,
                isGarbled: isStalled(stick)))
    }

    /// The open call of this caller on this stick.
    private func open(_ caller: SimulatedCaller, at stick: Int) -> Int? {
        var number: String?
        if case .presented(let digits) = caller { number = digits }
        return dials.lastIndex { $0.stick == stick && $0.number == number && $0.endedAt == nil }
    }

    func happened(_ event: VirtualModemEvent, at stick: Int) {
        switch event {
        case .dropped(let caller, let command, _): dropped(caller, by: command, at: stick)
        case .gaveUp(let caller, _):
            note("gave up \(stick) \(caller)")
            guard let index = open(caller, at: stick) else { return }
            dials[index].endedAt = time.now
            checkPatience(dials[index])
        case .answered(let caller, _): fault(.nobodyAnswers, "\(caller) on \(stick)")
        case .rang, .dialled, .rangOff, .unplugged: break
        }
    }

    private func dropped(_ caller: SimulatedCaller, by command: String, at stick: Int) {
        note("dropped \(stick) \(caller) by \(command)")
        guard let index = open(caller, at: stick) else { return }
        dials[index].endedAt = time.now
        dials[index].isDropped = true
        checkPatience(dials[index])
        guard !dropsAtOnce, !dials[index].isGarbled, !mayDropUnrecorded(dials[index]), !mayBeTakenForEarlier(dials[index]),
            !isRecorded(dials[index])
        else { return }
        fault(.hangUpFollowsRecord, "\(caller) on \(stick) by \(command)")
    }

    /// Nobody whose number was read rings for long.
    private func checkPatience(_ dial: Dial) {
        // Who withholds his number is waited for until nobody can tell it any more.
        guard let read = dial.presentedAt ?? dial.heardAt?.advanced(by: .seconds(8)), let end = dial.endedAt, dial.isUndisturbed,
            end.duration(since: read) > .seconds(10)
        else { return }
        let isExcused =
            badDisk.contains { $0.to > read && $0.from < end }
            || openings.contains { $0.stick == dial.stick && $0.at > dial.startedAt }
        if !isExcused { fault(.hangUpComesSoon, "\(dial.number ?? "") on \(dial.stick) rings since \(seconds(read))") }
    }

    func delivered(_ bytes: [UInt8], at stick: Int) {
        tell("<", bytes, of: stick)
        // Most of what a modem says is of no call.
        guard bytes.contains(UInt8(ascii: "\"")) || bytes.contains(UInt8(ascii: "G")) || bytes.contains(UInt8(ascii: ":")) else {
            return
        }
        let isOpen = dials.contains { $0.stick == stick && $0.endedAt == nil }
        guard isOpen else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("RING") || text.contains("+CLIP: ") || text.contains("+CCWA: \"") || text.contains("+CLCC: ") {
            for index in dials.indices where dials[index].stick == stick && dials[index].endedAt == nil {
                dials[index].heardAt = dials[index].heardAt ?? time.now
                dials[index].heardLastAt = dials[index].heardLastAt ?? time.now
            }
        }
        guard text.contains("+C") else { return }
        if text.contains("+CSSU"), let last = dials.lastIndex(where: { $0.stick == stick && $0.isForwarded }) {
            dials[last].isForwardingTold = true
        }
        for index in dials.indices where dials[index].stick == stick && dials[index].endedAt == nil {
            guard let number = dials[index].number, text.contains(number.drop { $0 == "+" }) else { continue }
            dials[index].presentedAt = dials[index].presentedAt ?? time.now
            dials[index].presentedLastAt = dials[index].presentedLastAt ?? time.now
        }
    }

    func wrote(_ bytes: [UInt8], to stick: Int) { tell(">", bytes, of: stick) }

    private func tell(_ direction: String, _ bytes: [UInt8], of stick: Int) {
        absorb(bytes)
        guard isTracing else { return }
        let words = String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.joined(separator: " | ")
        print("\(seconds(time.now))   \(stick) \(direction) \(words)")
    }

    /// When each modem started again by itself.
    var resets: [Int: BootInstant] = [:]

    /// Its calls end without a word.
    func lost(_ stick: Int) {
        for index in dials.indices where dials[index].stick == stick && dials[index].endedAt == nil {
            dials[index].endedAt = time.now
            dials[index].isModemWell = false
        }
    }

    /// Nobody listens to its calls for a while.
    func unheard(_ stick: Int) {
        for index in dials.indices where dials[index].stick == stick && dials[index].endedAt == nil { dials[index].isUnheard() }
    }

    /// Its calls may be misread.
    func disturbed(_ stick: Int) {
        for index in dials.indices where dials[index].stick == stick {
            guard dials[index].endedAt.map({ time.now.duration(since: $0) < .seconds(2) }) ?? true else { continue }
            (dials[index].isModemWell, dials[index].isGarbled) = (false, true)
        }
    }

    /// Until when a modem says nothing, though it works.
    private var stalls: [Int: BootInstant] = [:]

    private(set) var stallsEver: [(stick: Int, from: BootInstant, to: BootInstant)] = []

    func stalled(_ stick: Int, until end: BootInstant) {
        // A stall within another goes on with it.
        let around = stallsEver.last { $0.stick == stick && $0.to >= time.now }
        stalls[stick] = end
        stallsEver.append((stick, around?.from ?? time.now, end))
    }
    func isStalled(_ stick: Int) -> Bool { stalls[stick].map { $0 > time.now } ?? false }

    // MARK: The machine

    func crashed(_ end: Machine.End) {
        crashes.append((time.now, end))
        for index in dials.indices where dials[index].endedAt == nil { dials[index].isUnheard() }
    }

    func rebooted(_ boot: Int, at now: BootInstant) { bootTimes["boot-\(boot)"] = now }
    func clockStepped() { clockSteps.append(time.now) }
    func diskWasBad(until end: BootInstant) { badDisk.append((time.now, end)) }

    /// A moment of the process as an instant of the world.
    func instant(boot: String, nanoseconds: Int64) -> BootInstant? {
        bootTimes[boot].map { BootInstant(nanoseconds: $0.nanoseconds + nanoseconds) }
    }
}

extension BootInstant {
    static let distantFuture = BootInstant(nanoseconds: .max)
}
