import Logging
import Modem
import Telephony

/// What is learned of the modems.
extension Fleet {
    /// How long a session may take to ask what a session before knew against the line.
    private static let carryingLimit = Duration.seconds(300)

    func changed(_ facts: ModemFacts, at id: String) {
        guard var snapshot = stations[id]?.snapshot else { return }
        let before = snapshot.faults(allowsRoaming: policy.allowsRoaming)
        if let known = snapshot.facts.equipment, let told = facts.equipment, known != told { snapshot.formerIMEI = known }
        // Whoever has not asked by then cannot: what was known may have been mended.
        let isYoung =
            snapshot.state != .ready || surroundings.now().instant.duration(since: snapshot.since.instant) < Fleet.carryingLimit
        snapshot.facts = stations[id]?.known.flatMap { isYoung ? facts.carrying(over: $0) : nil } ?? facts
        snapshot.evidenceAt = surroundings.now()
        snapshot.number = snapshot.port.number(of: facts, numbers: policy.numbers)
        if facts.isReady, snapshot.state != .ready {
            (snapshot.state, snapshot.outage, snapshot.since) = (.ready, nil, surroundings.now())
            stations[id]?.ladder.cameUp(at: surroundings.now().instant)
            stations[id]?.hasBeenTried = true
            stations[id]?.hasServed = true
            reconsiderProfile(of: &snapshot, at: id)
            logger.info("modem ready", metadata: ["port": "\(snapshot.port.path)", "modem": "\(snapshot.modem)"])
        }
        snapshot.isDisabled = disabled.contains(snapshot.modem) || disabled.contains(snapshot.place)
        snapshot.clockSkew = facts.networkTime?.skew(at: surroundings.now())
        stations[id]?.snapshot = snapshot
        if facts.card != nil || facts.subscriber != nil { stations[id]?.known = snapshot.facts }
        if facts.card != nil { stations[id]?.lastLine = snapshot.line }
        if facts.equipment != nil { recognise(id) }
        tell(before, at: id)
        surroundings.changed()
    }

    /// USB identities collide, and a serial line has none: once the modem has said who it is, its own profile is taken, with a new
    /// session. A modem keeps ringing through it, and the list finds the call again.
    private func reconsiderProfile(of snapshot: inout ModemSnapshot, at id: String) {
        guard !snapshot.port.isProfileFixed,
            let profile = policy.recognise(snapshot.facts.manufacturer, snapshot.facts.model), profile.name != snapshot.profile.name
        else { return }
        snapshot.profile = profile
        logger.info("modem recognised", metadata: ["port": "\(snapshot.port.path)", "profile": "\(profile.name)"])
        stations[id]?.session?.stop()
    }

    /// What was kept under a modem's place until it told its IMEI is kept under that from then on.
    func carryMark(at id: String) async {
        guard let snapshot = stations[id]?.snapshot, snapshot.facts.equipment != nil, disabled.remove(snapshot.place) != nil else {
            return
        }
        disabled.insert(snapshot.modem)
        _ = await surroundings.inventory.setDisabled(true, snapshot.modem)
        _ = await surroundings.inventory.setDisabled(false, snapshot.place)
    }

    /// The same IMEI elsewhere: the place it was unplugged from, whose history goes on here, or a twin.
    private func recognise(_ id: String) {
        stations[id]?.snapshot.twin = nil
        guard let snapshot = stations[id]?.snapshot else { return }
        for other in order where other != id && stations[other]?.snapshot.modem == snapshot.modem {
            guard let station = stations[other] else { continue }
            if station.isGone {
                stations[id]?.snapshot.adoptHistory(of: station.snapshot)
                stations[other] = nil
                order.removeAll { $0 == other }
            } else {
                stations[id]?.snapshot.twin = station.snapshot.port.path
                stations[other]?.snapshot.twin = snapshot.port.path
            }
        }
    }

    /// Whether this machine's clock is more than a day ahead of every network's that tells the time now.
    public var isClockAhead: Bool {
        let now = surroundings.now()
        let skews = modems.filter { $0.state == .ready && !$0.isStale(at: now) }.compactMap(\.clockSkew)
        return !skews.isEmpty && skews.allSatisfy { $0 > .seconds(86_400) }
    }

    /// Says once what has newly gone wrong.
    private func tell(_ before: [ModemSnapshot.Fault], at id: String) {
        guard let snapshot = stations[id]?.snapshot else { return }
        for fault in snapshot.faults(allowsRoaming: policy.allowsRoaming) where !before.contains(fault) {
            // The remedy names numbers and cards: it is for those who ask for the status.
            logger.warning(
                "modem needs attention: `ringcheck status` says what to do",
                metadata: ["port": "\(snapshot.port.path)", "fault": "\(fault.code)", "reason": "\(fault.reason)"])
        }
    }

    func closed(_ closing: Closing) async {
        let id = closing.id
        if closing.isDropped { stations[id]?.snapshot.dropped += 1 } else { stations[id]?.snapshot.missed += 1 }
        if let line = stations[id]?.snapshot.line { await proved(line) }
        surroundings.close(closing.call)
    }

    /// There is no session now, for this reason.
    func note(_ fault: ModemSnapshot.Fault, at id: String) {
        guard var snapshot = stations[id]?.snapshot else { return }
        if snapshot.state == .ready || snapshot.outage != fault {
            snapshot.since = surroundings.now()
            logger.warning("modem out of service", metadata: ["reason": "\(fault.reason)", "remedy": "\(fault.remedy)"])
        }
        if snapshot.state != .outOfService { snapshot.state = .disconnected }
        snapshot.outage = fault
        stations[id]?.snapshot = snapshot
        surroundings.changed()
    }

    func pin(for facts: ModemFacts, of port: Port, at id: String) async -> String? {
        switch await surroundings.pin(port, facts) {
        case .pin(let pin):
            stations[id]?.isPINInDoubt = true
            return pin
        case .refused(let reason):
            stations[id]?.snapshot.pinRefusal = reason
            return nil
        }
    }

    /// A card that is ready has taken the PIN whose answer nobody heard.
    func confirmPIN(at id: String) async {
        guard let station = stations[id], station.isPINInDoubt, station.snapshot.facts.isCardReady else { return }
        await pinEntered(.taken, at: id)
    }

    func pinEntered(_ outcome: PINOutcome, at id: String) async {
        guard let facts = stations[id]?.snapshot.facts else { return }
        stations[id]?.isPINInDoubt = false
        stations[id]?.snapshot.pinRefusal = outcome == .refused ? "the SIM did not take the PIN in the file" : nil
        await surroundings.pinEntered(facts, outcome)
    }
}

extension ModemSnapshot {
    fileprivate mutating func adoptHistory(of other: ModemSnapshot) {
        dropped += other.dropped
        missed += other.missed
        resets += other.resets
    }
}
