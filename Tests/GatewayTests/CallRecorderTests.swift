import Foundation
import Logging
import Modem
import PhoneNumbers
import SQLiteStore
import Synchronization
import Telephony
import Testing
import Verification

@testable import Gateway

/// With a real store whose writer is held back.
@Suite(.timeLimit(.minutes(1))) struct CallRecorderTests {
    private final class Machine: Sendable {
        private let time = Mutex(BootInstant(nanoseconds: 1_000_000_000))
        private let held = Mutex<[@Sendable () -> Void]>([])
        private let isHolding = Mutex(false)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)

        func now() -> Moment {
            let instant = time.withLock { $0 }
            return Moment(
                boot: BootID(rawValue: "a"), instant: instant,
                unixMilliseconds: 1_800_000_000_000 + instant.nanoseconds / 1_000_000)
        }

        func pass(_ duration: Duration) { time.withLock { $0 = $0.advanced(by: duration) } }

        func hold() { isHolding.withLock { $0 = true } }

        func letGo() {
            isHolding.withLock { $0 = false }
            let jobs = held.withLock { jobs in
                defer { jobs = [] }
                return jobs
            }
            for job in jobs { Thread.detachNewThread(job) }
        }

        func run(_ work: StoreExecution.Work, _ job: @escaping @Sendable () -> Void) {
            guard work == .write, isHolding.withLock({ $0 }) else { return Thread.detachNewThread(job) }
            held.withLock { $0.append(job) }
            arrived.yield()
        }
    }

    @Test func `a call whose commit hangs is undecided from the first moment on, and told of after four seconds`() async throws {
        let directory = Self.freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = Machine()
        let store = try SQLiteStore(directory: directory, execution: .ruled(by: machine.run))
        let recorder = Self.recorder(store, machine)
        let line = LineID(rawValue: "one")
        let call = IncomingCall(
            id: CallID(at: machine.now()), modem: ModemID(port: "/dev/null"), line: line, presentation: nil, caller: .unavailable,
            rangAt: machine.now())
        machine.hold()
        let recording = Task { await recorder.settle(call, lineNumber: nil, facts: ModemFacts()) }
        for await _ in machine.arrivals { break }
        machine.pass(.seconds(1))
        #expect(recorder.undecided.mayReach(line, before: machine.now()) && recorder.refusal == nil)
        machine.pass(.seconds(3))
        #expect(recorder.refusal != nil)
        machine.letGo()
        #expect(await recording.value.id == call.id)
        #expect(recorder.undecided.isEmpty && recorder.refusal == nil)
        try store.close()
    }

    @Test func `a call that rings on as its port is opened again, and waits for the disk since before, is recorded once`()
        async throws
    {
        let directory = Self.freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = Machine()
        let store = try SQLiteStore(directory: directory, execution: .ruled(by: machine.run))
        let recorder = Self.recorder(store, machine)
        machine.hold()
        let first = Self.call("+919812345678", at: machine.now())
        let recording = Task { await recorder.settle(first, lineNumber: nil, facts: ModemFacts()) }
        for await _ in machine.arrivals { break }
        machine.pass(.seconds(8))
        // The call list may tell the number in another form than +CLIP.
        let others = ["919812345678", "+919887654321"].map { Self.call($0, at: machine.now(), mayHaveBegunEarlier: true) }
        let recordings = others.map { call in Task { await recorder.settle(call, lineNumber: nil, facts: ModemFacts()) } }
        machine.letGo()
        #expect(await recording.value.id == first.id)
        #expect(await recordings[0].value.id == first.id)
        #expect(await recordings[1].value.id == others[1].id)
        #expect(try await store.calls(CallFilter(), page: PageRequest(limit: 10)).items.count == 2)
        try store.close()
    }

    private static func freshDirectory() -> String {
        FileManager.default.temporaryDirectory.appending(path: "ringcheck-\(UUID().uuidString)").path
    }

    private static func recorder(_ store: SQLiteStore, _ machine: Machine) -> CallRecorder {
        let plan = NumberingPlan()
        return CallRecorder(
            store: store, plan: plan, region: "RU", scrutiny: Scrutiny(LineExperience(), plan: plan),
            clock: GatewayClock(machine: machine.now, sleep: { try await ContinuousClock().sleep(for: $0) }),
            logger: Logger(label: "test"), settled: { _, _ in })
    }

    private static func call(_ digits: String, at now: Moment, mayHaveBegunEarlier: Bool = false) -> IncomingCall {
        let presentation = CallerPresentation(digits: digits, typeOfAddress: TypeOfAddress(rawValue: 145), validity: nil)
        return IncomingCall(
            id: CallID(at: now), modem: ModemID(port: "/dev/null"), line: LineID(rawValue: "one"), presentation: presentation,
            caller: presentation.identity, rangAt: now, mayHaveBegunEarlier: mayHaveBegunEarlier)
    }
}
