import Foundation
import GRDB
import Logging
import Modem
import PhoneNumbers
import Telephony
import Testing
import TranscriptSupport
import Verification

@testable import Gateway
@testable import SQLiteStore

/// With a real store whose writer is held back, or whose disk is full.
@Suite(.timeLimit(.minutes(1))) struct CallRecorderTests {
    @Test func `a call whose commit hangs is undecided from the first moment on, and told of after four seconds`() async throws {
        let directory = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = HeldMachine()
        let store = try SQLiteStore(directory: directory, execution: machine.execution)
        let recorder = Self.recorder(store, machine)
        let line = LineID(rawValue: "one")
        let call = IncomingCall(
            id: CallID(at: machine.now()), modem: ModemID(port: "/dev/null"), line: line, presentation: nil, caller: .unavailable,
            rangAt: machine.now())
        machine.hold(.write)
        let recording = Task { await recorder.settle(call, lineNumber: nil, facts: ModemFacts()) }
        await machine.awaits(.held(.write))
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
        let directory = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = HeldMachine()
        let store = try SQLiteStore(directory: directory, execution: machine.execution)
        let recorder = Self.recorder(store, machine)
        machine.hold(.write)
        let first = Self.call("+919812345678", at: machine.now())
        let recording = Task { await recorder.settle(first, lineNumber: nil, facts: ModemFacts()) }
        await machine.awaits(.held(.write))
        machine.pass(.seconds(8))
        // The call list may tell the number in another form than +CLIP.
        let others = ["919812345678", "+919887654321"].map { Self.call($0, at: machine.now(), mayHaveBegunEarlier: true) }
        let recordings = others.map { call in Task { await recorder.settle(call, lineNumber: nil, facts: ModemFacts()) } }
        machine.letGo()
        machine.wakeAll()
        #expect(await recording.value.id == first.id)
        #expect(await recordings[0].value.id == first.id)
        #expect(await recordings[1].value.id == others[1].id)
        #expect(try await store.calls(CallFilter(), page: PageRequest(limit: 10)).items.count == 2)
        try store.close()
    }

    @Test func `a call that the disk has refused, and that rings on as its port is opened again, is recorded once`() async throws {
        let directory = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let machine = HeldMachine()
        let store = try SQLiteStore(directory: directory, execution: machine.execution)
        let recorder = Self.recorder(store, machine)
        try await Self.fill(store, at: machine.now())
        let first = Self.call("+919812345678", at: machine.now())
        let recording = Task { await recorder.settle(first, lineNumber: nil, facts: ModemFacts()) }
        await machine.awaits(.sleeps(.milliseconds(250)))
        try await Self.limit(store, toPages: 1_000_000)
        machine.pass(.seconds(8))
        let again = Self.call("919812345678", at: machine.now(), mayHaveBegunEarlier: true)
        let other = Task {
            defer { machine.happens.yield(.done) }
            return await recorder.settle(again, lineNumber: nil, facts: ModemFacts())
        }
        // It waits for the first one, or has been recorded as another.
        #expect(await machine.next() == .sleeps(.milliseconds(100)))
        machine.wakeAll()
        #expect(await recording.value.id == first.id)
        #expect(await other.value.id == first.id)
        let recorded = try await store.calls(CallFilter(), page: PageRequest(limit: 1000)).items.map(\.call)
        #expect(recorded.count { $0.line == first.line } == 1)
        try store.close()
    }

    @Test func `what is logged of a call, also of one that the disk refuses, names neither its caller nor its line`() async throws {
        let directory = freshDirectory()
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (machine, log) = (HeldMachine(), RecordedLog())
        let store = try SQLiteStore(directory: directory, execution: machine.execution)
        let recorder = Self.recorder(store, machine, logger: log.logger)
        try await Self.fill(store, at: machine.now())
        let call = Self.call("+919812345678", at: machine.now())
        let lineNumber = try #require(MSISDN("+919876543210"))
        let recording = Task { await recorder.settle(call, lineNumber: lineNumber, facts: ModemFacts()) }
        await machine.awaits(.sleeps(.milliseconds(250)))
        try await Self.limit(store, toPages: 1_000_000)
        machine.wakeAll()
        let recorded = await recording.value
        recorded.announce()
        let text = log.text
        #expect(text.contains("a call cannot be recorded") && text.contains("call recorded"))
        #expect(!text.contains("9812345678") && !text.contains("9876543210"), "\(text)")
        try store.close()
    }

    /// Until not one more call has room.
    private static func fill(_ store: SQLiteStore, at now: Moment) async throws {
        try await limit(store, toPages: 1)
        for index in 0... {
            let call = IncomingCall(
                id: CallID(rawValue: "filler-\(index)"), modem: ModemID(port: "/dev/null"), line: LineID(rawValue: "another"),
                presentation: nil, caller: .unavailable, rangAt: now)
            let observed = ObservedCall(call: call, reading: .none, lineNumber: nil)
            do { _ = try await store.settle(observed, at: now) } catch { return }
        }
    }

    /// Stands in for a disk of so many pages.
    private static func limit(_ store: SQLiteStore, toPages pages: Int) async throws {
        try await store.pool.writeWithoutTransaction { database in
            _ = try Int.fetchOne(database, sql: "PRAGMA max_page_count = \(pages)")
        }
    }

    private static func recorder(
        _ store: SQLiteStore, _ machine: HeldMachine, logger: Logger = Logger(label: "test")
    ) -> CallRecorder {
        let plan = NumberingPlan()
        return CallRecorder(
            store: store, plan: plan, region: "RU", scrutiny: Scrutiny(LineExperience(), plan: plan),
            clock: machine.clock, logger: logger, settled: { _, _ in })
    }

    private static func call(_ digits: String, at now: Moment, mayHaveBegunEarlier: Bool = false) -> IncomingCall {
        let presentation = CallerPresentation(digits: digits, typeOfAddress: TypeOfAddress(rawValue: 145), validity: nil)
        return IncomingCall(
            id: CallID(at: now), modem: ModemID(port: "/dev/null"), line: LineID(rawValue: "one"), presentation: presentation,
            caller: presentation.identity, rangAt: now, mayHaveBegunEarlier: mayHaveBegunEarlier)
    }
}
