import Logging
import Outbox
import Testing

@Suite(.timeLimit(.minutes(1))) struct CourierTests {
    private let clock = ManualClock()
    private let secret = WebhookSecret.random()

    @Test func `a due delivery goes out signed, with the time of the attempt`() async throws {
        let store = MemoryStore([delivery(1)])
        let sender = ScriptedSender()
        try await working(courier(store, sender)) { _ in
            let request = try #require(await sender.requests.first { _ in true })
            #expect(await store.recorded.first { _ in true } == .delivered)
            let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
            #expect(headers["content-type"] == "application/json")
            #expect(headers["webhook-id"] == "msg_1")
            #expect(headers["webhook-timestamp"] == String(clock.now.seconds))
            let signature = try #require(headers["webhook-signature"])
            #expect(
                WebhookSignature.verify(
                    signature, id: MessageID(rawValue: "msg_1"), timestamp: clock.now.seconds, body: request.body, secret: secret))
        }
    }

    @Test func `a failure is tried again under the same id, then delivered`() async throws {
        let store = MemoryStore([delivery(1)])
        let sender = ScriptedSender([.answered(status: 500, retryAfter: nil), .failed(.broken("connection refused"))])
        try await working(courier(store, sender)) { courier in
            var steps = store.recorded.makeAsyncIterator()
            for _ in 1...2 {
                guard case .retry(let time) = await steps.next() else { throw MemoryStore.Failure() }
                await clock.pass(to: time)
            }
            #expect(await steps.next() == .delivered)
            var requests = sender.requests.makeAsyncIterator()
            for _ in 1...3 { #expect(await requests.next()?.headers.contains { $0 == ("webhook-id", "msg_1") } == true) }
            #expect(await store.attempts.map(\.number) == [1, 2, 3])
        }
    }

    @Test func `wake makes it look at once`() async throws {
        let store = MemoryStore([])
        try await working(courier(store, ScriptedSender())) { courier in
            await clock.pass(to: clock.now + .seconds(60))
            await store.add(delivery(1))
            courier.wake()
            #expect(await store.recorded.first { _ in true } == .delivered)
        }
    }

    @Test func `a host that has taken nothing yet gets two at once and holds up nobody else`() async throws {
        let store = MemoryStore((1...8).map { delivery($0, host: "slow.example") } + [delivery(9, host: "fast.example")])
        let sender = ScriptedSender(holding: ["slow.example"])
        try await working(courier(store, sender)) { _ in
            #expect(await store.recorded.first { _ in true } == .delivered)
            #expect(await store.attempts.map(\.message.rawValue) == ["msg_9"])
            #expect(await sender.holding == 2)
            await sender.letGo()
            var steps = store.recorded.makeAsyncIterator()
            for _ in 1...8 { #expect(await steps.next() == .delivered) }
        }
    }

    @Test func `a store that cannot be read is asked again later, and nothing is lost`() async throws {
        let store = MemoryStore([delivery(1)], failingLooks: 2)
        try await working(courier(store, ScriptedSender())) { courier in
            await clock.pass(to: clock.now + .seconds(2))
            await clock.pass(to: clock.now + .seconds(4))
            #expect(await store.recorded.first { _ in true } == .delivered)
            #expect(await courier.counters.storeErrors == 2)
        }
    }

    @Test func `a record that fails is written again, without sending again`() async throws {
        let store = MemoryStore([delivery(1)], failingRecords: 1)
        let sender = ScriptedSender()
        try await working(courier(store, sender)) { _ in
            _ = await sender.requests.first { _ in true }
            await clock.pass(to: clock.now + .seconds(1))
            #expect(await store.recorded.first { _ in true } == .delivered)
            #expect(await store.attempts.count == 1)
        }
    }

    @Test func `what was decided before the clock is set, and is written after it, moves along`() async throws {
        let store = MemoryStore([delivery(1)], failingRecords: 1)
        let sender = ScriptedSender([.answered(status: 500, retryAfter: nil)])
        try await working(courier(store, sender)) { courier in
            _ = await sender.requests.first { _ in true }
            let decided = clock.now
            await clock.sleeper(until: decided + .seconds(1))
            await courier.moveClock(by: .seconds(3600)) {}
            clock.jump(to: decided + .seconds(3601))
            let next = await store.recorded.first { _ in true }
            guard case .retry(let time) = next else { throw MemoryStore.Failure() }
            #expect(time >= decided + .seconds(3604) && time <= decided + .seconds(3606))
        }
    }

    @Test func `a crash between sending and recording sends again under the same id`() async throws {
        let store = MemoryStore([delivery(1)], failingRecords: .max)
        let first = ScriptedSender()
        let run = Task { [courier = courier(store, first)] in await courier.run() }
        let sent = await first.requests.first { _ in true }
        #expect(sent?.headers.contains { $0 == ("webhook-id", "msg_1") } == true)
        for wait in [1, 2, 4, 8] { await clock.pass(to: clock.now + .seconds(wait)) }
        run.cancel()
        await clock.pass(to: clock.now + CourierPolicy().grace)
        await run.value
        await store.repair()
        let second = ScriptedSender()
        try await working(courier(store, second)) { _ in
            let sent = await second.requests.first { _ in true }
            #expect(sent?.headers.contains { $0 == ("webhook-id", "msg_1") } == true)
            #expect(await store.recorded.first { _ in true } == .delivered)
        }
    }

    @Test func `a target that fails five times in a row is left alone for a while, then tried by one`() async throws {
        let store = MemoryStore((1...20).map { delivery($0) })
        let down = CallbackOutcome.failed(.broken("connection refused"))
        let sender = ScriptedSender(Array(repeating: down, count: 6))
        try await working(courier(store, sender)) { courier in
            var steps = store.recorded.makeAsyncIterator()
            // Two at a time: a sixth is on its way when the fifth fails.
            for _ in 1...6 { _ = await steps.next() }
            await clock.sleeper(until: clock.now + .seconds(30))
            #expect(await courier.circuit(of: "shop https://shop.example:443") == .open)
            #expect(await store.attempts.count == 6)
            await clock.pass(to: clock.now + .seconds(30))
            #expect(await steps.next() == .delivered)
            #expect(await courier.circuit(of: "shop https://shop.example:443") == .closed)
        }
    }

    @Test func `a target that asks to be left alone is, whatever waits for it`() async throws {
        let store = MemoryStore((1...6).map { delivery($0) })
        let sender = ScriptedSender(Array(repeating: .answered(status: 429, retryAfter: .seconds(60)), count: 2))
        try await working(courier(store, sender)) { courier in
            var steps = store.recorded.makeAsyncIterator()
            for _ in 1...2 { _ = await steps.next() }
            await clock.sleeper(until: clock.now + .seconds(60))
            #expect(await courier.circuit(of: "shop https://shop.example:443") == .open)
            #expect(await store.attempts.count == 2)
            await clock.pass(to: clock.now + .seconds(60))
            #expect(await steps.next() == .delivered)
        }
    }

    @Test func `what was under way to a place that was left says nothing of the new one`() async throws {
        let store = MemoryStore([delivery(1)])
        let sender = ScriptedSender([.answered(status: 503, retryAfter: .seconds(600))], holding: ["shop.example"])
        try await working(courier(store, sender)) { courier in
            var steps = store.recorded.makeAsyncIterator()
            for await _ in sender.requests { break }
            await courier.forgetFailures(of: "shop https://shop.example:443")
            await sender.letGo()
            _ = await steps.next()
            #expect(await courier.circuit(of: "shop https://shop.example:443") == .closed)
        }
    }

    @Test func `a target that leads elsewhere now is tried at once`() async throws {
        let store = MemoryStore((1...20).map { delivery($0) })
        let sender = ScriptedSender(Array(repeating: .failed(.broken("connection refused")), count: 6))
        try await working(courier(store, sender)) { courier in
            var steps = store.recorded.makeAsyncIterator()
            for _ in 1...6 { _ = await steps.next() }
            await clock.sleeper(until: clock.now + .seconds(30))
            await courier.forgetFailures(of: "shop https://shop.example:443")
            #expect(await steps.next() == .delivered)
        }
    }

    @Test func `what one application's URL does not take holds up no other application, and no other port`() async throws {
        let store = MemoryStore((1...6).map { delivery($0, account: "bank") })
        let sender = ScriptedSender(Array(repeating: .failed(.broken("connection refused")), count: 6))
        try await working(courier(store, sender)) { courier in
            var steps = store.recorded.makeAsyncIterator()
            for _ in 1...6 { _ = await steps.next() }
            #expect(await courier.failingTargets == ["bank https://shop.example:443"])
            await store.add(delivery(7))
            await store.add(delivery(8, host: "shop.example:8443", account: "bank"))
            courier.wake()
            #expect(await [steps.next(), steps.next()] == [.delivered, .delivered])
        }
    }

    @Test func `what is older than it is worth is not sent, and becomes a dead letter`() async throws {
        let store = MemoryStore([delivery(1)])
        clock.jump(to: clock.now + .seconds(61))
        try await working(courier(store, ScriptedSender(), staleAfter: .seconds(60))) { _ in
            #expect(await store.recorded.first { _ in true } == .dead)
            #expect(await store.attempts.first?.outcome == .failed(.stale))
        }
    }

    @Test func `an endpoint that is gone is told of as such`() async throws {
        let store = MemoryStore([delivery(1)])
        try await working(courier(store, ScriptedSender([.answered(status: 410, retryAfter: nil)]))) { _ in
            #expect(await store.recorded.first { _ in true } == .gone)
        }
    }

    @Test func `a missing secret is a failed attempt that says so`() async throws {
        let store = MemoryStore([delivery(1)])
        try await working(courier(store, ScriptedSender(), secrets: [])) { _ in
            guard case .retry? = await store.recorded.first(where: { _ in true }) else { throw MemoryStore.Failure() }
            #expect(await store.attempts.first?.outcome == .failed(.broken("no callback secret for shop")))
        }
    }

    @Test func `stopping lets what is under way finish, and starts no more`() async throws {
        let store = MemoryStore([delivery(1, host: "slow.example")])
        let sender = ScriptedSender(holding: ["slow.example"])
        let courier = courier(store, sender)
        let run = Task { await courier.run() }
        _ = await sender.requests.first { _ in true }
        run.cancel()
        await clock.sleeper(until: clock.now + .seconds(5))
        await sender.letGo()
        await run.value
        #expect(await store.attempts.count == 1)
        #expect(await courier.counters.delivered == 1)
    }

    private func delivery(_ number: Int, host: String = "shop.example", account: String = "shop") -> Delivery {
        Delivery(
            id: MessageID(rawValue: "msg_\(number)"), account: account, subject: "ver_1", eventType: "verification.verified",
            url: "https://\(host)/ringcheck", body: Array("{}".utf8), createdAt: clock.now, nextAttemptAt: clock.now)
    }

    private func courier(
        _ store: MemoryStore, _ sender: ScriptedSender, secrets: [WebhookSecret]? = nil, staleAfter: Duration? = nil
    ) -> Courier {
        var policy = CourierPolicy()
        policy.schedule = RetrySchedule(waits: [.zero, .seconds(5), .seconds(10)])
        let terms = DeliveryTerms(secrets: secrets ?? [secret], guardian: AddressGuard(), staleAfter: staleAfter)
        return Courier(
            store: store, sender: sender, policy: policy, clock: clock.courierClock, logger: Logger(label: "test")
        ) { _ in terms }
    }

    private func working(_ courier: Courier, _ body: (Courier) async throws -> Void) async throws {
        let run = Task { await courier.run() }
        defer { run.cancel() }
        try await body(courier)
        run.cancel()
        await run.value
    }
}
