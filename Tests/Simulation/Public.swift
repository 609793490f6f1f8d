import Gateway
import GatewayAPI
import ModemSimulator
import Telephony
import Verification
import VirtualWorld

/// Customers who ask, people who call, and strangers who do too. On the one thread of the simulation.
final class Public: @unchecked Sendable {
    private let machine: Machine
    private let ledger: Ledger
    private var chance: SplitMix64
    private var time: VirtualTime { machine.time }
    private var requests = 0

    init(machine: Machine, ledger: Ledger, chance: SplitMix64) {
        self.machine = machine
        self.ledger = ledger
        self.chance = chance
    }

    // MARK: Customers

    /// A customer asks whether a person holds a number, perhaps twice with the same key.
    func ask() {
        guard let number = Settings.people.randomElement(using: &chance),
            let application = Settings.applications.randomElement(using: &chance)
        else { return }
        requests += 1
        let key = chance.chance(20) ? "key-\(requests)" : nil
        let reference = chance.chance(30) ? "reference-\(number)" : nil
        let lifetime = Duration.seconds(Int.random(in: 20...120, using: &chance))
        // Some call a number that they know, and the customer asks only then.
        let isCalling = chance.chance(10)
        if isCalling { call(Int.random(in: machine.sockets.sticks.indices, using: &chance), from: number, after: .zero) }
        time.after(isCalling ? .milliseconds(Int.random(in: 0...4000, using: &chance)) : .zero) {
            self.ask(number, for: application, reference: reference, key: key, lifetime: lifetime)
        }
        guard key != nil else { return }
        time.after(.milliseconds(Int.random(in: 0...(chance.chance(50) ? 8000 : 150_000), using: &chance))) {
            self.ask(number, for: application, reference: reference, key: key, lifetime: lifetime)
        }
    }

    private func ask(_ number: String, for application: String, reference: String?, key: String?, lifetime: Duration) {
        guard let core = machine.process?.core, let process = machine.process, let name = ApplicationName(rawValue: application),
            let phone = E164(number)
        else { return }
        let request = VerificationRequest(
            application: name, phoneNumber: phone, region: "IN", callbackURL: "https://\(application).example/hook",
            lifetime: lifetime, reference: reference, idempotency: key.map { .init(key: $0, fingerprint: [1]) })
        let begun = time.now
        process.work.append(
            Task {
                let outcome = try? await outcome(of: request, from: core)
                answered(outcome, to: request, key: key, begun: begun)
            })
    }

    /// As the desk does it: what was answered once is answered again, before anything else is asked.
    private func outcome(of request: VerificationRequest, from core: GatewayCore) async throws -> CreateOutcome {
        if let idempotency = request.idempotency,
            let replay = try await core.backend.store.replay(idempotency, of: request.application, at: core.backend.now())
        {
            return replay
        }
        return try await VerificationDesk(backend: core.backend).place(request)
    }

    private func answered(_ outcome: CreateOutcome?, to request: VerificationRequest, key: String?, begun: BootInstant) {
        switch outcome {
        case .created(let verification):
            if note(verification, of: request, begun: begun) { answer(verification, lifetime: request.lifetime) }
            check(key, verification)
        case .existing(let verification), .replayed(let verification): check(key, verification)
        case nil: refused("is refused", key)
        case let other?: refused("gets \(name(other))", key)
        }
    }

    private func name(_ outcome: CreateOutcome) -> String { String("\(outcome)".prefix { $0 != "(" }) }

    private func check(_ key: String?, _ verification: Verification) {
        guard let key else { return }
        let first = ledger.answersOfKeys[key] ?? (verification.id, time.now)
        ledger.answersOfKeys[key] = first
        if first.id != verification.id, isKept(since: first.at) {
            ledger.fault(.sameKeySameAnswer, "\(key): \(first.id), then \(verification.id)")
        }
    }

    /// Whoever was answered once is answered again with the same key, whatever has become of lines and slots.
    private func refused(_ what: String, _ key: String?) {
        ledger.note("a request \(what)")
        guard let key, let first = ledger.answersOfKeys[key], isKept(since: first.at), !ledger.isDelayed(around: time.now) else {
            return
        }
        ledger.fault(.sameKeySameAnswer, "\(key): \(first.id), then it \(what)")
    }

    /// A key is kept for a day, by the wall clock.
    private func isKept(since instant: BootInstant) -> Bool {
        !ledger.clockSteps.contains { $0.advanced(by: .seconds(60)) >= instant }
    }

    private func note(_ verification: Verification, of request: VerificationRequest, begun: BootInstant) -> Bool {
        guard let line = verification.handedOut.first,
            let stick = machine.sockets.sticks.firstIndex(where: { $0.identity.number == line.number })
        else { return ledger.fault(.badLineIsNotHandedOut, "a number that no modem has: \(verification.handedOut)") }
        ledger.note("asked \(request.phoneNumber) on \(stick) for \(request.lifetime)")
        ledger.asked[verification.id] = Ledger.Asked(
            id: verification.id, application: request.application.rawValue, number: request.phoneNumber.description, stick: stick,
            reference: request.reference, begunAt: begun, toldAt: time.now, lifetime: request.lifetime)
        if let outage = ledger.knownOutage(of: stick, at: begun, until: time.now) {
            ledger.fault(.badLineIsNotHandedOut, "stick \(stick) is \(outage.kind) since \(ledger.seconds(outage.from))")
        }
        return true
    }

    /// A customer asks on this line for a number that nobody asked for before, and the person calls at once. Nothing is wrong any more.
    func askAndCall(_ stick: Int, from number: String) {
        guard let process = machine.process, let core = process.core, let phone = E164(number),
            let name = ApplicationName(rawValue: Settings.applications[0])
        else { return }
        let request = VerificationRequest(
            application: name, phoneNumber: phone, region: "IN", callbackURL: "https://\(name).example/hook",
            lifetime: .seconds(120),
            reference: nil, idempotency: nil)
        let (begun, line) = (time.now, machine.sockets.sticks[stick].identity.number)
        process.work.append(
            Task {
                guard case .created(let verification) = try? await VerificationDesk(backend: core.backend).place(request, to: line),
                    note(verification, of: request, begun: begun)
                else { return ledger.note("stick \(stick) is not handed out") }
                call(stick, from: number, after: .seconds(2), rings: 6)
            })
    }

    // MARK: People

    /// What the person does with the number.
    private func answer(_ verification: Verification, lifetime: Duration) {
        guard let asked = ledger.asked[verification.id] else { return }
        let inTime = Duration.milliseconds(Int.random(in: 500...max(1000, Int(lifetime.components.seconds) * 900), using: &chance))
        switch Int.random(in: 0..<100, using: &chance) {
        case 0..<55: call(asked.stick, from: asked.number, after: inTime)
        case 55..<65:
            call(asked.stick, from: asked.number, after: lifetime + .milliseconds(Int.random(in: -2000...2000, using: &chance)))
        case 65..<70: call(asked.stick, from: Settings.people.randomElement(using: &chance), after: inTime)
        case 70..<75: call(asked.stick, from: nil, after: inTime)
        case 75..<80: call(Int.random(in: machine.sockets.sticks.indices, using: &chance), from: asked.number, after: inTime)
        case 80..<85: forwarded(asked.stick, from: asked.number, after: inTime)
        case 85..<90:
            time.after(inTime) { self.cancel(asked) }
            if chance.chance(50) {
                call(asked.stick, from: asked.number, after: inTime + .milliseconds(Int.random(in: 0...50, using: &chance)))
            }
        default: break
        }
        if chance.chance(15) {
            call(asked.stick, from: asked.number, after: inTime + .seconds(Int.random(in: 1...60, using: &chance)))
        }
        if chance.chance(20) { time.after(inTime) { self.callTheLatest(asked) } }
        if chance.chance(30) {
            for _ in 0..<2 {
                time.after(inTime + .milliseconds(Int.random(in: 0...20_000, using: &chance))) { self.authenticate(asked) }
            }
        }
    }

    /// The person looks again which number to call, and calls that one.
    private func callTheLatest(_ asked: Ledger.Asked) {
        guard let process = machine.process, let core = process.core, let name = ApplicationName(rawValue: asked.application) else {
            return
        }
        process.work.append(
            Task {
                let verification = try? await core.backend.store.verification(asked.id, of: name)
                guard let line = verification?.handedOut.last,
                    let stick = machine.sockets.sticks.firstIndex(where: { $0.identity.number == line.number })
                else { return }
                call(stick, from: asked.number, after: .milliseconds(Int.random(in: 0...3000, using: &chance)))
            })
    }

    /// Somebody calls some line, be it asked for or not.
    func strangerCalls(_ stick: Int) {
        let number = chance.chance(85) ? Settings.people.randomElement(using: &chance) : nil
        call(stick, from: number, after: .zero)
    }

    private func call(_ stick: Int, from number: String?, after delay: Duration) {
        call(stick, from: number, after: delay, rings: Int.random(in: 1...6, using: &chance))
    }

    private func call(_ stick: Int, from number: String?, after delay: Duration, rings: Int) {
        let caller = number.map(SimulatedCaller.presented) ?? .withheld
        time.after(max(.zero, delay)) { self.ring(stick, caller, rings: rings) }
    }

    private func ring(_ stick: Int, _ caller: SimulatedCaller, rings: Int) {
        guard machine.sockets.sticks[stick].isUp(at: time.now) else { return }
        // Nobody calls twice at once, and to call again takes a while.
        let latest = ledger.dials.last { $0.stick == stick && $0.number == number(of: caller) }
        if let latest, latest.endedAt.map({ time.now.duration(since: $0) < .seconds(3) }) ?? true { return }
        ledger.dial(caller, at: stick)
        machine.sockets.with(stick) { $0.modem.ring(from: caller, rings: rings, at: $1) }
    }

    private func number(of caller: SimulatedCaller) -> String? {
        if case .presented(let digits) = caller { digits } else { nil }
    }

    /// The number's call comes by way of somebody else's forwarding: it proves nothing.
    private func forwarded(_ stick: Int, from number: String, after delay: Duration) {
        time.after(delay) {
            guard self.machine.sockets.sticks[stick].isUp(at: self.time.now),
                !self.ledger.dials.contains(where: { $0.stick == stick && $0.endedAt == nil })
            else { return }
            self.ledger.dial(.presented(number), at: stick, isForwarded: true)
            self.machine.sockets.with(stick) { stick, now in
                stick.modem.announce("+CSSU: 0", at: now) + stick.modem.ring(from: .presented(number), rings: 4, at: now)
            }
        }
    }

    private func cancel(_ asked: Ledger.Asked) {
        guard let process = machine.process, let core = process.core, let name = ApplicationName(rawValue: asked.application) else {
            return
        }
        ledger.note("cancel \(asked.number)")
        ledger.asked[asked.id]?.canceledAt = time.now
        process.work.append(
            Task {
                let found = try? await core.backend.store.cancel(asked.id, of: name, at: core.backend.now())
                if found?.status == .canceled { ledger.asked[asked.id]?.isCancelConfirmed = true }
                await core.backend.verificationsChanged()
            })
    }

    /// The customer's server makes its own check, and may make it twice.
    private func authenticate(_ asked: Ledger.Asked) {
        guard let process = machine.process, let core = process.core, let name = ApplicationName(rawValue: asked.application),
            let number = E164(asked.number)
        else { return }
        process.work.append(
            Task {
                let request = AuthenticationRequest(
                    application: name, phoneNumber: number, verification: asked.id, reference: nil)
                guard let outcome = try? await core.backend.store.authenticate(request, at: core.backend.now()),
                    case .verified = outcome
                else { return }
                ledger.note("taken \(asked.number)")
                ledger.asked[asked.id]?.timesTaken += 1
            })
    }
}
