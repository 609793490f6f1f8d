import Foundation
import GRDB
import Outbox
import SQLiteStore
import Telephony
import Testing
import Verification

/// What is kept for how long, and what can be had or removed of one number.
@Suite struct KeepingTests {
    private func rows(_ scene: Scene, _ sql: String) throws -> Int {
        let file = try DatabaseQueue(path: scene.store.path)
        defer { try? file.close() }
        return try file.read { try Int.fetchOne($0, sql: sql) ?? 0 }
    }

    private func day(_ days: Double) -> Double { days * 86_400 }

    @Test func `old records go, each kind in its time, and nothing is left that refers to them`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        _ = try await scene.store.settle(scene.call("matched", at: scene.at(20)))
        _ = try await scene.store.settle(scene.call("stray", at: scene.at(200), from: E164("+79160000000")))
        for id in ["matched", "stray"] { scene.store.close(CallID(rawValue: id), at: scene.at(210)) }
        let message = try #require(try await scene.deliveries().first)
        try await scene.store.record(
            DeliveryAttempt(
                message: message.id, number: 1, startedAt: message.createdAt, took: .zero,
                outcome: .answered(status: 200, retryAfter: nil)),
            next: .delivered)
        let progress = try await scene.store.prune(RetentionPolicy(), at: scene.at(day(8)), from: PruningProgress())
        #expect(progress.isDone)
        #expect(try rows(scene, "SELECT count(*) FROM calls") == 1)
        _ = try await scene.store.prune(RetentionPolicy(), at: scene.at(day(91)), from: progress)
        for table in ["calls", "verifications", "handed_out_lines", "deliveries", "attempts"] {
            #expect(try rows(scene, "SELECT count(*) FROM \(table)") == 0, "\(table)")
        }
        #expect(try rows(scene, "SELECT coalesce(sum(slots), 0) FROM slot_counts") == 0)
    }

    @Test func `a callback does not outlive what it tells of`() async throws {
        let scene = try await Scene()
        try await scene.store.save(
            Endpoint(
                id: EndpointID(rawValue: "ep_1"), account: "shop", url: "https://leads.example/", events: ["call.received"],
                createdAt: UnixTime(milliseconds: 1)))
        _ = try await scene.store.settle(scene.call("stray", at: scene.at(20), from: E164("+79160000000")))
        scene.store.close(CallID(rawValue: "stray"), at: scene.at(30))
        let told = try #require(try await scene.deliveries().first)
        try await scene.verification()
        _ = try await scene.store.expireDue(at: scene.at(200), undecided: .init())
        for message in try await scene.deliveries() {
            try await scene.store.record(
                DeliveryAttempt(
                    message: message.id, number: 1, startedAt: message.createdAt, took: .zero,
                    outcome: .answered(status: 200, retryAfter: nil)), next: .delivered)
        }
        var retention = RetentionPolicy()
        retention.verifications = .seconds(day(30))
        let week = try await scene.store.prune(retention, at: scene.at(day(8)), from: PruningProgress())
        #expect(try await scene.deliveries().map(\.eventType) == ["verification.expired"])
        #expect(try await scene.store.attempts(of: told.id).isEmpty)
        _ = try await scene.store.prune(retention, at: scene.at(day(31)), from: week)
        #expect(try await scene.deliveries().isEmpty)
        #expect(try rows(scene, "SELECT count(*) FROM attempts") == 0)
    }

    @Test func `a record of a clock that was in the future keeps no other from going`() async throws {
        let scene = try await Scene()
        for (id, wall) in [("future", day(4000)), ("present", 30)] {
            let call = scene.call(id, at: scene.at(30, wall: wall), from: E164("+79160000000"))
            _ = try await scene.store.settle(call)
            scene.store.close(call.call.id, at: scene.at(31))
        }
        try await scene.store.flush()
        _ = try await scene.store.prune(RetentionPolicy(), at: scene.at(day(8)), from: PruningProgress())
        #expect(try await scene.store.calls(CallFilter(), page: PageRequest(limit: 10)).items.map(\.call.id.rawValue) == ["future"])
    }

    @Test func `an attempt that was under way while its number was erased leaves nothing`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        let message = try #require(try await scene.deliveries().first)
        _ = try await scene.store.erase(scene.number, of: scene.shop, at: scene.at(100))
        try await scene.store.record(
            DeliveryAttempt(
                message: message.id, number: 1, startedAt: message.createdAt, took: .zero,
                outcome: .answered(status: 200, retryAfter: nil)), next: .delivered)
        #expect(try rows(scene, "SELECT count(*) FROM attempts") == 0)
    }

    @Test func `calls whose digits could not be read for sure belong to the number that they may be of`() async throws {
        let scene = try await Scene()
        for (id, digits) in [
            ("whole", "79161234567"), ("national", "09161234567"), ("trunk", "89161234567"), ("another", "9161234568"),
            ("short", "34567"),
        ] {
            let presentation = CallerPresentation(digits: digits, typeOfAddress: .unspecified, validity: .valid)
            let ring = scene.call(id, at: scene.at(20)).call
            _ = try await scene.store.settle(scene.observed(ring, presentation: presentation, as: id), at: scene.at(20))
        }
        #expect(
            Set(try await scene.store.export(scene.number, of: nil).calls.map(\.call.id.rawValue)) == [
                "whole", "national", "trunk",
            ])
        #expect(
            try await scene.store.erase(scene.number, of: nil, at: scene.at(100))
                == Erasure(verifications: 0, calls: 3, callbacks: 0))
    }

    @Test func `more than is looked at at once goes in several looks`() async throws {
        let scene = try await Scene()
        for index in 0..<700 {
            let call = CallID(rawValue: "c\(index)")
            _ = try await scene.store.settle(scene.call(call.rawValue, at: scene.at(Double(index)), from: E164("+79160000000")))
            scene.store.close(call, at: scene.at(Double(index) + 0.5))
        }
        try await scene.store.flush()
        var (progress, looks) = (PruningProgress(), 0)
        repeat {
            progress = try await scene.store.prune(RetentionPolicy(), at: scene.at(day(8)), from: progress)
            looks += 1
        } while !progress.isDone
        #expect(try rows(scene, "SELECT count(*) FROM calls") == 0 && looks == 3)
    }

    @Test func `what is open is kept however old it is`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        _ = try await scene.store.settle(scene.call("stray", at: scene.at(20), from: E164("+79160000000")))
        _ = try await scene.store.prune(RetentionPolicy(), at: scene.at(day(50)), from: PruningProgress())
        #expect(try rows(scene, "SELECT count(*) FROM verifications") == 1)
        #expect(try rows(scene, "SELECT count(*) FROM calls") == 1)
    }

    @Test func `a number is exported and erased for its application, and for nobody else`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        #expect(
            try await scene.store.export(scene.number, of: scene.bank) == PersonalData(verifications: [], calls: [], callbacks: []))
        let data = try await scene.store.export(scene.number, of: scene.shop)
        #expect(data.verifications.count == 1 && data.calls.count == 1 && data.callbacks.count == 1)
        #expect(try await scene.store.erase(scene.number, of: scene.shop, at: scene.at(50)) == nil)
        #expect(
            try await scene.store.erase(scene.number, of: scene.bank, at: scene.at(50))
                == Erasure(verifications: 0, calls: 0, callbacks: 0))
        #expect(
            try await scene.store.erase(scene.number, of: scene.shop, at: scene.at(100))
                == Erasure(verifications: 1, calls: 1, callbacks: 1))
        for table in ["calls", "verifications", "handed_out_lines", "deliveries"] {
            #expect(try rows(scene, "SELECT count(*) FROM \(table)") == 0, "\(table)")
        }
    }

    @Test func `an idempotency key whose verification was erased makes a new one`() async throws {
        let scene = try await Scene()
        let request = scene.request(idempotency: .init(key: "k", fingerprint: [1]))
        guard case .created(let first) = try await scene.store.create(request, offers: [scene.offer], at: scene.at(10)) else {
            throw Scene.Missing()
        }
        _ = try await scene.store.cancel(first.id, of: scene.shop, at: scene.at(20))
        _ = try await scene.store.erase(scene.number, of: scene.shop, at: scene.at(100))
        guard case .created(let second) = try await scene.store.create(request, offers: [scene.offer], at: scene.at(200)) else {
            throw Scene.Missing()
        }
        #expect(second.id != first.id)
        #expect(try await scene.store.create(request, offers: [scene.offer], at: scene.at(201)) == .replayed(second))
    }

    @Test func `counts of attempts and keys of requests go with their time, and with the number that is erased`() async throws {
        var policy = ApplicationPolicy.standard
        (policy.attempts.perPrefix, policy.attempts.prefixDigits) = (9, 15)
        let scene = try await Scene(policy: { [policy] _, _ in policy })
        func make(_ key: String, at seconds: Double) async throws {
            let request = scene.request(idempotency: .init(key: key, fingerprint: [1]))
            guard case .created(let made) = try await scene.store.create(request, offers: [scene.offer], at: scene.at(seconds))
            else {
                throw Scene.Missing()
            }
            _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(seconds + 1))
        }
        func kept() throws -> [Int] {
            try ["attempt_counts", "idempotency_keys"].map { try rows(scene, "SELECT count(*) FROM \($0)") }
        }
        try await make("k1", at: 10)
        #expect(try kept() == [1, 1])
        _ = try await scene.store.erase(scene.number, of: scene.shop, at: scene.at(100))
        #expect(try kept() == [0, 0])
        try await make("k2", at: 200)
        _ = try await scene.store.prune(RetentionPolicy(), at: scene.at(3801), from: PruningProgress())
        #expect(try kept() == [0, 1])
        _ = try await scene.store.prune(RetentionPolicy(), at: scene.at(86_601), from: PruningProgress())
        #expect(try kept() == [0, 0])
    }

    @Test func `the clock that was believed last outlives a restart, and moves nothing that is due`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        _ = try await scene.store.followWallClock(to: scene.at(20))
        try await scene.store.noteBelievedClock(at: scene.at(30, wall: day(5)))
        #expect(try await scene.store.followWallClock(to: scene.at(40)) == .zero)
        #expect(try await scene.store.verification(made.id, of: scene.shop)?.deadline == made.deadline)
        try scene.store.close()
        let again = try SQLiteStore(directory: scene.directory)
        #expect(try await again.lastBelievedClock() == scene.at(30, wall: day(5)).unixMilliseconds)
        try again.close()
    }

    @Test func `no file keeps the number after it was erased`() async throws {
        let scene = try await Scene()
        try await scene.verification()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        _ = try await scene.store.erase(scene.number, of: nil, at: scene.at(100))
        try scene.store.close()
        let bytes = try Data(contentsOf: URL(filePath: scene.store.path))
        #expect(bytes.range(of: Data(scene.number.digits.utf8)) == nil)
    }

    @Test func `slots are counted as they are`() async throws {
        let scene = try await Scene(slotPolicy: SlotPolicy(pendingPerLine: 0))
        var generator = SystemRandomNumberGenerator()
        var open: [Verification] = []
        for step in 0..<300 {
            let now = scene.at(Double(step))
            switch Int.random(in: 0..<4, using: &generator) {
            case 0, 1:
                let request = scene.request(number: E164("+7916\(1_000_000 + Int.random(in: 0..<40))"), reference: "r")
                let outcome = try await scene.store.create(request, offers: [scene.offer, scene.secondOffer], at: now)
                if case .created(let made) = outcome { open.append(made) }
            case 2:
                if let last = open.popLast() { _ = try await scene.store.cancel(last.id, of: scene.shop, at: now) }
            default:
                _ = try await scene.store.handOver(from: [scene.offer.line], to: [scene.secondOffer], region: { _ in nil }, at: now)
            }
        }
        let wrong = """
            SELECT count(*) FROM (
                SELECT line, application, count(*) AS slots FROM verifications JOIN handed_out_lines ON verification = id
                WHERE holds_slot = 1 GROUP BY line, application) AS counted
            FULL JOIN slot_counts USING (line, application) WHERE coalesce(counted.slots, 0) <> coalesce(slot_counts.slots, 0)
            """
        #expect(try rows(scene, wrong) == 0)
        _ = try await scene.store.expireDue(at: scene.at(1000), undecided: .init())
        #expect(try await scene.store.linesWithSlots(at: scene.at(1100)).isEmpty)
    }
}
