import GRDB
import Outbox
import SQLiteStore
import Telephony
import Testing
import Verification

@Suite struct SettleTests {
    @Test func `a call on the line handed out verifies, and its callback is written with it`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        let settled = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        #expect(
            settled
                == Settlement(call: CallID(rawValue: "c1"), disposition: .matched, verification: made.id, application: scene.shop))
        let stored = try #require(try await scene.store.verification(made.id, of: scene.shop))
        #expect(stored.status == .verified && stored.assurance == .presented && stored.evidence?.line == scene.offer.line)
        let deliveries = try await scene.store.deliveries(DeliveryFilter(account: "shop"), limit: 10, before: nil).items
        #expect(deliveries.map(\.subject) == [made.id.rawValue])
        #expect(deliveries.map(\.body) == [try #require(Event.end(of: stored, at: scene.at(20))).encoded()])
    }

    @Test func `a call on a line that was not handed out verifies nobody`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        let settled = try await scene.store.settle(scene.call("c1", at: scene.at(20), line: "two"))
        #expect(settled.disposition == .wrongLine && settled.ended == nil)
        let stored = try #require(try await scene.store.verification(made.id, of: scene.shop))
        #expect(stored.status == .pending && stored.lastCall?.disposition == .wrongLine)
    }

    @Test func `a withheld number verifies nobody and shows as the last call`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        #expect(try await scene.store.settle(scene.withheldCall("c1", at: scene.at(20))).disposition == .withheld)
        #expect(try await scene.store.verification(made.id, of: scene.shop)?.lastCall?.disposition == .withheld)
    }

    @Test func `a call that the list finds after a restart, without a CLI validity, is the call that is open`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        let heard = scene.call("c1", at: scene.at(20)).call
        let told = CallerPresentation(digits: "+919812345678", typeOfAddress: .international, validity: .valid)
        let listed = CallerPresentation(digits: "+919812345678", typeOfAddress: .international)
        let first = try await scene.store.settle(scene.observed(heard, presentation: told, as: "c1"))
        let again = try await scene.store.settle(scene.observed(heard, presentation: listed, as: "c2"))
        #expect(again == first)
    }

    @Test func `a ring before the creation settles nothing`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        #expect(try await scene.store.settle(scene.call("c1", at: scene.at(9))).disposition == .noPending)
    }

    @Test func `a redial in the gap is a duplicate after verified, late after anything else, and nobody's after the gap`()
        async throws
    {
        let scene = try await Scene()
        let made = try await scene.verification()
        try await scene.store.settle(scene.call("c1", at: scene.at(20)), closedAt: scene.at(21))
        #expect(try await scene.store.settle(scene.call("c2", at: scene.at(40)), closedAt: scene.at(41)) == .duplicate)
        #expect(try await scene.store.settle(scene.call("c3", at: scene.at(81)), closedAt: scene.at(82)) == .noPending)
        #expect(try await scene.store.deliveries(DeliveryFilter(account: nil), limit: 10, before: nil).items.count == 1)
        let again = try await scene.store.create(scene.request(), offers: [scene.offer], at: scene.at(90))
        guard case .created(let second) = again else { throw Scene.Missing() }
        _ = try await scene.store.cancel(second.id, of: scene.shop, at: scene.at(95))
        #expect(try await scene.store.settle(scene.call("c4", at: scene.at(96)), closedAt: scene.at(97)) == .late)
        #expect(made.id != second.id)
    }

    @Test func `a call recorded twice is one call, by its identity or as the open call of its line and caller`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        let first = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        #expect(try await scene.store.settle(scene.call("c1", at: scene.at(20))) == first)
        #expect(try await scene.store.settle(scene.call("c2", at: scene.at(25), atStart: true)) == first)
        #expect(try await scene.store.settle(scene.call("c3", at: scene.at(2, boot: "b", wall: 40), atStart: true)) == first)
        #expect(try await scene.store.calls(CallFilter(), page: PageRequest(limit: 10)).items.count == 1)
        scene.store.close(CallID(rawValue: "c1"), at: scene.at(41))
        #expect(try await scene.store.settle(scene.call("c4", at: scene.at(42))).disposition == .duplicate)
        #expect(
            try await scene.store.calls(CallFilter(), page: PageRequest(limit: 10)).items.map(\.call.id.rawValue) == ["c4", "c1"])
    }

    @Test func `an open row that was closed a moment ago is not the call of a ring at the start`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        let first = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        scene.store.close(CallID(rawValue: "c1"), at: scene.at(21))
        let second = try await scene.store.settle(scene.call("c2", at: scene.at(25), atStart: true))
        #expect(first.disposition == .matched && second.disposition == .duplicate)
    }

    @Test func `the end of a call is written with the next commit that no call waits for, at a flush, or at the close`()
        async throws
    {
        let scene = try await Scene()
        func ends() async throws -> [BootInstant?] {
            try await scene.store.calls(CallFilter(), page: PageRequest(limit: 10)).items.reversed().map { $0.endedAt?.instant }
        }
        for (index, id) in ["c1", "c2", "c3"].enumerated() {
            _ = try await scene.store.settle(scene.call(id, at: scene.at(20 + Double(index))))
            if id == "c1" { scene.store.close(CallID(rawValue: id), at: scene.at(30)) }
        }
        #expect(try await ends() == [nil, nil, nil])
        try await scene.verification()
        #expect(try await ends() == [scene.at(30).instant, nil, nil])
        scene.store.close(CallID(rawValue: "c2"), at: scene.at(31))
        try await scene.store.flush()
        #expect(try await ends() == [scene.at(30).instant, scene.at(31).instant, nil])
        scene.store.close(CallID(rawValue: "c3"), at: scene.at(32))
        try scene.store.close()
        let file = try DatabaseQueue(path: scene.store.path)
        #expect(try await file.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM calls WHERE closed_ms IS NULL") } == 0)
        try file.close()
    }

    @Test func `a call that a crash left open swallows no later call of the same person`() async throws {
        let scene = try await Scene()
        #expect(try await scene.store.settle(scene.call("c1", at: scene.at(5))).disposition == .noPending)
        try await scene.verification()
        #expect(try await scene.store.settle(scene.call("c2", at: scene.at(25))).disposition == .matched)
    }

    @Test func `a row that nobody closed is closed after ten minutes, and one that may still ring is not`() async throws {
        let scene = try await Scene()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        _ = try await scene.store.settle(scene.call("c2", at: scene.at(600)))
        try await scene.store.closeForgottenCalls(at: scene.at(700))
        let items = try await scene.store.calls(CallFilter(), page: PageRequest(limit: 10)).items
        #expect(items.map { $0.endedAt?.instant } == [nil, scene.at(700).instant])
    }

    @Test func `a row from before a power cut is open as long as one of this boot, by the wall clock`() async throws {
        let scene = try await Scene()
        let first = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        try await scene.store.closeForgottenCalls(at: scene.at(5, boot: "b", wall: 40))
        let ringing = scene.call("c2", at: scene.at(10, boot: "b", wall: 45), atStart: true)
        #expect(try await scene.store.settle(ringing).call == first.call, "it rings on")
        try await scene.store.closeForgottenCalls(at: scene.at(600, boot: "b", wall: 635))
        let items = try await scene.store.calls(CallFilter(), page: PageRequest(limit: 10)).items
        #expect(items.map { $0.endedAt != nil } == [true])
    }

    @Test func `a call comes back from the list as it was recorded`() async throws {
        let scene = try await Scene()
        let observed = scene.call("c1", at: scene.at(20))
        _ = try await scene.store.settle(observed)
        let record = try #require(try await scene.store.calls(CallFilter(), page: PageRequest(limit: 1)).items.first)
        #expect(record.call == observed.call && record.reading == observed.reading && record.disposition == .noPending)
    }
}

extension SQLiteStore {
    /// Settles a call and closes its row.
    @discardableResult
    func settle(_ call: ObservedCall, closedAt moment: Moment) async throws -> Disposition {
        let settled = try await settle(call)
        close(settled.call, at: moment)
        return settled.disposition
    }
}
