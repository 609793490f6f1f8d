import Gateway
import GatewayAPI
import ModemSimulator
import Telephony
import Verification
import VirtualWorld

/// What people do with the numbers that they are told, and what strangers do.
extension Public {
    /// What the person does with the number.
    func answer(_ verification: Verification, lifetime: Duration) {
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

    func call(_ stick: Int, from number: String?, after delay: Duration) {
        call(stick, from: number, after: delay, rings: Int.random(in: 1...6, using: &chance))
    }

    func call(_ stick: Int, from number: String?, after delay: Duration, rings: Int) {
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
