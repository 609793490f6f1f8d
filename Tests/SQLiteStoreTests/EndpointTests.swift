import Outbox
import SQLiteStore
import Telephony
import Testing
import Verification

@Suite struct EndpointTests {
    private func endpoint(_ scene: Scene, _ id: String, events: Set<String>, account: String = "shop") -> Endpoint {
        Endpoint(
            id: EndpointID(rawValue: id), account: account, url: "https://\(id).example/", events: events,
            createdAt: UnixTime(milliseconds: 1))
    }

    private func now(_ scene: Scene, _ seconds: Double) -> UnixTime { UnixTime(milliseconds: scene.at(seconds).unixMilliseconds) }

    @Test func `an end goes to its own URL and to every endpoint that chose it, each under an identity of its own`() async throws {
        let scene = try await Scene()
        try await scene.store.save(endpoint(scene, "ep_1", events: ["verification.verified"]))
        try await scene.store.save(endpoint(scene, "ep_2", events: ["verification.expired"]))
        try await scene.store.save(endpoint(scene, "ep_3", events: ["verification.verified"], account: "bank"))
        try await scene.verification()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        let deliveries = try await scene.deliveries()
        #expect(Set(deliveries.map(\.target)) == ["shop https://shop.example:443", "ep_1"])
        #expect(Set(deliveries.map(\.id)).count == 2 && Set(deliveries.map(\.body)).count == 1)
    }

    @Test func `the configured callback URL is an endpoint, and hears an end once`() async throws {
        let scene = try await Scene(shopURL: "https://Shop.Example/hook")
        #expect(try await scene.store.endpoints(of: "shop").map(\.id) == [EndpointID(configuredOf: "shop")])
        try await scene.verification()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        #expect(try await scene.deliveries().map(\.target) == ["ep_shop"])
    }

    @Test func `an end whose request named a URL goes there and not to the application's own`() async throws {
        let scene = try await Scene(shopURL: "https://shop.example/own")
        try await scene.verification()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        #expect(try await scene.deliveries().map(\.url) == ["https://Shop.Example/hook"])
    }

    @Test func `the end of what was pending while the application's URL changed goes to the new one, and to it alone`() async throws
    {
        let scene = try await Scene(shopURL: "https://Shop.Example/hook")
        let made = try await scene.verification()
        try await scene.store.register([Application(name: scene.shop, callbackURL: "https://shop.example/new")])
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        #expect(try await scene.deliveries().map(\.url) == ["https://shop.example/new"])
        #expect(try await scene.deliveries().map(\.endpoint) == [EndpointID(configuredOf: "shop")])
    }

    @Test func `what an endpoint did not take goes to its new URL, and what it took stays as it was`() async throws {
        let scene = try await Scene()
        try await scene.store.save(endpoint(scene, "ep_1", events: ["verification.canceled"]))
        for (number, next) in [("+79161234567", NextStep.delivered), ("+79161234568", .dead), ("+79161234569", nil)] {
            let made = try await scene.verification(of: E164(number))
            _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
            let message = try #require(try await scene.deliveries().first { $0.endpoint != nil })
            let attempt = DeliveryAttempt(
                message: message.id, number: 1, startedAt: now(scene, 21), took: .zero,
                outcome: .answered(status: 200, retryAfter: nil))
            if let next { try await scene.store.record(attempt, next: next) }
        }
        _ = try await scene.store.change(EndpointID(rawValue: "ep_1"), of: "shop") { $0.url = "https://new.example/" }
        let urls = try await scene.deliveries().filter { $0.endpoint != nil }.map { [$0.state.rawValue, $0.url] }
        #expect(
            urls == [
                ["pending", "https://new.example/"], ["dead", "https://new.example/"], ["delivered", "https://ep_1.example/"],
            ])
    }

    @Test func `changes of one endpoint at once are all kept, and none brings a removed one back`() async throws {
        let scene = try await Scene()
        let id = EndpointID(rawValue: "ep_1")
        try await scene.store.save(endpoint(scene, "ep_1", events: ["verification.canceled"]))
        let store = scene.store
        try await withThrowingTaskGroup { group in
            for _ in 0..<20 {
                group.addTask { _ = try await store.change(id, of: "shop") { $0.secret = .init(number: $0.secret.number + 1) } }
                group.addTask { _ = try await store.change(id, of: "shop") { $0.note = "changed" } }
            }
            try await group.waitForAll()
        }
        let changed = try #require(try await scene.store.endpoint(id, of: "shop"))
        #expect(changed.secret.number == 21 && changed.note == "changed")
        #expect(try await scene.store.change(id, of: "bank") { $0.note = "theirs" } == nil)
        #expect(try await scene.store.remove(id))
        #expect(try await scene.store.change(id, of: "shop") { $0.note = "late" } == nil)
        #expect(try await scene.store.endpoints(of: "shop").isEmpty)
    }

    @Test func `an endpoint that is gone is disabled, what waits for it is dead, and can be sent again`() async throws {
        let scene = try await Scene()
        try await scene.store.save(endpoint(scene, "ep_1", events: ["verification.canceled", "verification.verified"]))
        let first = try await scene.verification()
        _ = try await scene.store.cancel(first.id, of: scene.shop, at: scene.at(20))
        let number = try #require(E164("+79161234568"))
        let second = try await scene.verification(of: number)
        _ = try await scene.store.cancel(second.id, of: scene.shop, at: scene.at(21))
        let due = try await scene.store.due(
            at: now(scene, 22), limit: 9, perTarget: 1, rooms: ["shop https://shop.example:443": 0], underWay: [:])
        let message = try #require(due.first)
        let attempt = DeliveryAttempt(
            message: message.id, number: 1, startedAt: now(scene, 22), took: .zero, outcome: .answered(status: 410, retryAfter: nil)
        )
        try await scene.store.record(attempt, next: .gone)
        let gone = try #require(try await scene.store.endpoint(EndpointID(rawValue: "ep_1"), of: "shop"))
        #expect(gone.state == .disabled(.gone))
        func states() async throws -> [Delivery.State] {
            try await scene.deliveries().filter { $0.endpoint == gone.id }.map(\.state)
        }
        #expect(try await states() == [.dead, .dead])
        let third = try await scene.verification(of: E164("+79161234569"))
        _ = try await scene.store.settle(scene.call("c3", at: scene.at(30), from: third.phoneNumber))
        #expect(try await states() == [.dead, .dead, .dead])
        #expect(try await scene.store.replayDead(of: gone.id, since: UnixTime(milliseconds: 0), at: now(scene, 40)) == 3)
        #expect(try await states() == [.pending, .pending, .pending])
    }

    @Test func `a replay keeps the identity and begins the schedule anew, and belongs to its application`() async throws {
        let scene = try await Scene()
        let made = try await scene.verification()
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        let message = try #require(try await scene.deliveries().first)
        let attempt = DeliveryAttempt(
            message: message.id, number: 1, startedAt: now(scene, 21), took: .zero, outcome: .answered(status: 200, retryAfter: nil)
        )
        try await scene.store.record(attempt, next: .delivered)
        #expect(try await scene.store.replay(message.id, of: "bank", at: now(scene, 30)) == nil)
        let replayed = try #require(try await scene.store.replay(message.id, of: "shop", at: now(scene, 30)))
        #expect(replayed.id == message.id && replayed.body == message.body)
        #expect(replayed.state == .pending && replayed.scheduleStart == 1 && replayed.nextAttemptAt == now(scene, 30))
    }

    @Test func `a callback that waits for its next try is sent at once when it is asked for, and where its endpoint is now`()
        async throws
    {
        let scene = try await Scene()
        try await scene.store.save(endpoint(scene, "ep_1", events: ["verification.canceled"]))
        let made = try await scene.verification()
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        let message = try #require(try await scene.deliveries().first { $0.endpoint != nil })
        let failed = DeliveryAttempt(
            message: message.id, number: 1, startedAt: now(scene, 21), took: .zero, outcome: .answered(status: 500, retryAfter: nil)
        )
        try await scene.store.record(failed, next: .retry(at: now(scene, 9000)))
        let waiting = try #require(try await scene.store.replay(message.id, of: "shop", at: now(scene, 30)))
        #expect(waiting.state == .pending && waiting.nextAttemptAt == now(scene, 30))
        // What was under way meanwhile, by the schedule of before, puts nothing off.
        try await scene.store.record(failed, next: .dead)
        #expect(try await scene.store.delivery(message.id, of: "shop")?.state == .pending)
        try await scene.store.record(failed, next: .delivered)
        _ = try await scene.store.change(EndpointID(rawValue: "ep_1"), of: "shop") { $0.url = "https://new.example/" }
        #expect(try await scene.store.replay(message.id, of: "shop", at: now(scene, 40))?.url == "https://new.example/")
    }

    @Test func `a place that is gone disables the endpoint only while it leads there`() async throws {
        let scene = try await Scene()
        try await scene.store.save(endpoint(scene, "ep_1", events: ["verification.canceled"]))
        _ = try await scene.store.change(EndpointID(rawValue: "ep_1"), of: "shop") { $0.url = "https://new.example/" }
        // As an event has it that was on its way to the disk when the endpoint was moved.
        let message = Delivery(
            id: MessageID(rawValue: "msg_1"), account: "shop", endpoint: EndpointID(rawValue: "ep_1"), subject: "ver_1",
            eventType: "verification.canceled", url: "https://old.example/", body: [], createdAt: now(scene, 20),
            nextAttemptAt: now(scene, 20))
        try await scene.store.enqueue(message)
        func gone(_ url: String) -> DeliveryAttempt {
            DeliveryAttempt(
                message: message.id, number: 1, startedAt: now(scene, 21), took: .zero,
                outcome: .answered(status: 410, retryAfter: nil), url: url)
        }
        func state() async throws -> Endpoint.State? {
            try await scene.store.endpoint(EndpointID(rawValue: "ep_1"), of: "shop")?.state
        }
        try await scene.store.record(gone(message.url), next: .gone)
        #expect(try await state() == .enabled)
        let moved = try await scene.store.delivery(message.id, of: "shop")
        #expect(moved?.state == .pending && moved?.url == "https://new.example/")
        try await scene.store.record(gone("https://new.example/"), next: .gone)
        #expect(try await state() == .disabled(.gone))
    }

    @Test func `what was given up while it was on its way, and was taken, is delivered`() async throws {
        let scene = try await Scene()
        try await scene.store.save(endpoint(scene, "ep_1", events: ["verification.canceled"]))
        let made = try await scene.verification()
        _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        let message = try #require(try await scene.deliveries().first { $0.endpoint != nil })
        func record(_ status: Int, _ next: NextStep) async throws {
            let attempt = DeliveryAttempt(
                message: message.id, number: 1, startedAt: now(scene, 21), took: .zero,
                outcome: .answered(status: status, retryAfter: nil))
            try await scene.store.record(attempt, next: next)
        }
        _ = try await scene.store.change(EndpointID(rawValue: "ep_1"), of: "shop") { $0.state = .disabled(.requested) }
        try await record(500, .retry(at: now(scene, 30)))
        #expect(try await scene.store.delivery(message.id, of: "shop")?.state == .dead)
        try await record(200, .delivered)
        let delivered = try #require(try await scene.store.delivery(message.id, of: "shop"))
        #expect(delivered.state == .delivered && delivered.attempts == 2)
    }

    @Test func `endpoints and their state outlive a restart`() async throws {
        let scene = try await Scene(shopURL: "https://shop.example/hook")
        var mine = endpoint(scene, "ep_1", events: ["call.received"])
        mine.secret = mine.secret.rotated(at: now(scene, 1), overlapUntil: UnixTime(milliseconds: 77))
        mine.staleAfter = .seconds(90)
        mine.note = "leads"
        try await scene.store.save(mine)
        var configured = try #require(try await scene.store.endpoint(EndpointID(configuredOf: "shop"), of: nil))
        configured.state = .disabled(.gone)
        try await scene.store.save(configured)
        try scene.store.close()
        let reopened = try SQLiteStore(directory: scene.directory)
        try await reopened.register([Application(name: scene.shop, callbackURL: "https://shop.example/hook")])
        #expect(try await reopened.endpoint(mine.id, of: "shop") == mine)
        #expect(try await reopened.endpoint(configured.id, of: "shop")?.state == .disabled(.gone))
        try await reopened.register([Application(name: scene.shop, callbackURL: "https://shop.example/other")])
        #expect(try await reopened.endpoint(configured.id, of: "shop")?.state == .enabled)
    }

    @Test func `a call that matched nothing is told to those who chose it, masked where the line is shared`() async throws {
        let scene = try await Scene()
        for account in ["shop", "bank"] {
            try await scene.store.save(endpoint(scene, "ep_\(account)1", events: ["call.received"], account: account))
        }
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        let bodies = try await scene.deliveries().map { String(decoding: $0.body, as: UTF8.self) }
        #expect(bodies.count == 2 && bodies.allSatisfy { $0.contains("\"no-pending\"") && !$0.contains("79161234567") })
    }

    @Test func `a call for one application's verification is told to no other`() async throws {
        let scene = try await Scene()
        for account in ["shop", "bank"] {
            try await scene.store.save(endpoint(scene, "ep_\(account)1", events: ["call.received"], account: account))
        }
        try await scene.verification()
        _ = try await scene.store.settle(scene.call("c1", at: scene.at(20)))
        let told = try await scene.deliveries().filter { $0.eventType == "call.received" }
        #expect(told.map(\.account) == ["shop"])
        #expect(String(decoding: told[0].body, as: UTF8.self).contains("+79161234567"))
    }

    @Test func `a heap of deliveries for one target keeps no other waiting`() async throws {
        let scene = try await Scene(slotPolicy: SlotPolicy(pendingPerLine: 0))
        try await scene.store.save(endpoint(scene, "ep_dead", events: ["verification.canceled"]))
        for index in 0..<20 {
            let made = try await scene.verification(of: E164("+7916000\(1000 + index)"))
            _ = try await scene.store.cancel(made.id, of: scene.shop, at: scene.at(20))
        }
        let due = try await scene.store.due(at: now(scene, 30), limit: 10, perTarget: 2, rooms: [:], underWay: [:])
        #expect(due.count(where: { $0.target == "ep_dead" }) == 2 && due.count == 4)
    }
}
