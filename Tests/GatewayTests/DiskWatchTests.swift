import FoundationEssentials
import Logging
import SQLiteStore
import Telephony
import Testing
import Verification

@testable import Gateway

/// A real database, and naps that end when the test says so.
@Suite struct DiskWatchTests {
    @Test func `the end of a call is written within a second where no other commit comes`() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ringcheck-disk-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore(directory: folder)
        let now = Moment(
            boot: BootID(rawValue: "a"), instant: BootInstant(nanoseconds: 1_000_000_000), unixMilliseconds: 1_790_000_000_000)
        let naps = Naps()
        let clock = GatewayClock(machine: { now }, sleep: naps.sleep)
        let watch = DiskWatch(store: store, clock: clock, findings: .init(), logger: Logger(label: "disk watch"))
        let watching = Task { await watch.run() }
        let firstNap = await naps.next()
        let id = CallID(rawValue: "call")
        _ = try await store.settle(call(id, at: now), at: now)
        store.close(id, at: now)
        #expect(try await end(of: id, in: store) == nil)

        naps.wake()
        _ = await naps.next()
        #expect(try await end(of: id, in: store) == now)
        #expect(firstNap == .seconds(1))
        watching.cancel()
        await watching.value
        try store.close()
    }

    private func call(_ id: CallID, at moment: Moment) -> ObservedCall {
        let presentation = CallerPresentation(digits: "+919810000001", typeOfAddress: .international, validity: .valid)
        let call = IncomingCall(
            id: id, modem: ModemID(rawValue: "modem"), line: LineID(rawValue: "line"), presentation: presentation,
            caller: presentation.identity, rangAt: moment)
        return ObservedCall(call: call, reading: .ambiguous, lineNumber: nil)
    }

    private func end(of id: CallID, in store: SQLiteStore) async throws -> Moment? {
        let calls = try await store.calls(CallFilter(), page: PageRequest(limit: 1)).items
        return try #require(calls.first { $0.call.id == id }).endedAt
    }
}

/// One sleeper at a time, which tells that it sleeps and is woken by hand.
private final class Naps: Sendable {
    private let begun: AsyncStream<Duration>
    private let begin: AsyncStream<Duration>.Continuation
    private let wakings: AsyncStream<Void>
    private let waking: AsyncStream<Void>.Continuation

    init() {
        (begun, begin) = AsyncStream.makeStream()
        (wakings, waking) = AsyncStream.makeStream()
    }

    @Sendable func sleep(_ duration: Duration) async throws {
        begin.yield(duration)
        for await _ in wakings { return }
        throw CancellationError()
    }

    /// The next nap that begins: how long it is to be.
    func next() async -> Duration? { await begun.first { _ in true } }

    func wake() { waking.yield() }
}
