import Gateway
import GatewayAPI
import ModemSimulator
import Telephony
import Verification
import VirtualWorld

/// Customers who ask, people who call, and strangers who do too. On the one thread of the simulation.
final class Public: @unchecked Sendable {
    let machine: Machine
    let ledger: Ledger
    var chance: SplitMix64
    var time: VirtualTime { machine.time }
    private var requests = 0

    init(machine: Machine, ledger: Ledger, chance: SplitMix64) {
        self.machine = machine
        self.ledger = ledger
        self.chance = chance
    }

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
}
