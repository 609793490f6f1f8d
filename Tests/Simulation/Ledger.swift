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
    var openings: [(stick: Int, at: BootInstant)] = []
    var outages: [Outage] = []
    /// When each modem started again by itself.
    var resets: [Int: BootInstant] = [:]
    /// When the last command that ends calls was written to each modem.
    var hangUpWrittenAt: [Int: BootInstant] = [:]
    /// Until when a modem says nothing, though it works.
    var stalls: [Int: BootInstant] = [:]
    var stallsEver: [(stick: Int, from: BootInstant, to: BootInstant)] = []
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

    func absorb(_ bytes: some Sequence<UInt8>) {
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
