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
        let directory = FileManager.default.temporaryDirectory.appending(path: "ringcheck-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = Machine()
        let store = try SQLiteStore(directory: directory, execution: .ruled(by: machine.run))
        let plan = NumberingPlan()
        let recorder = CallRecorder(
            store: store, plan: plan, region: "RU", scrutiny: Scrutiny(LineExperience(), plan: plan),
            clock: GatewayClock(machine: machine.now, sleep: { try await ContinuousClock().sleep(for: $0) }),
            logger: Logger(label: "test"), settled: { _, _ in })
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
}
