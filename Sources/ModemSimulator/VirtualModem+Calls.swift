import Telephony

extension VirtualModem {
    /// The first call that rings, if any.
    var ringing: VirtualCall? { calls.first { $0.state == .incoming } }

    mutating func begin(_ caller: SimulatedCaller, rings: Int) {
        guard network.reachesModem else { return }
        let isBusy = !calls.isEmpty
        let hasRoom = isBusy ? personality.hasCallWaiting && calls.count < 2 : true
        guard hasRoom, isReachable else {
            countTurnedAway()
            effects.append(.event(.gaveUp(caller, at: now)))
            return
        }
        calls.append(
            VirtualCall(index: freeIndex, caller: caller, rings: rings, state: isBusy ? .waiting : .incoming, nextRing: now))
        if isBusy { announceWaiting(caller) }
        ringDue()
    }

    private var isReachable: Bool {
        registers.number("+CFUN") == 1 && pin.state == .ready && network.isRegistered && bootsUntil <= now
    }

    private var freeIndex: Int { (1...7).first { index in !calls.contains { $0.index == index } } ?? 1 }

    /// An outgoing call, which the other side hears ring until it ends it, or this one does.
    mutating func beginOutgoing(to digits: String) -> ResultCode {
        guard isReachable, !calls.contains(where: \.isOutgoing) else { return .noCarrier }
        calls.append(
            VirtualCall(
                index: freeIndex, caller: .presented(digits), isOutgoing: true, rings: 0, state: .alerting,
                nextRing: now.advanced(by: .seconds(60))))
        effects.append(.event(.dialled(digits, at: now)))
        return .ok
    }

    /// The called party rang off, or cannot be reached.
    mutating func endOutgoing(to digits: String) {
        guard let at = calls.firstIndex(where: { $0.isOutgoing && $0.caller.digits == digits }) else { return }
        calls.remove(at: at)
        sayResult(.busy)
        waitingBecomesIncoming()
    }

    mutating func giveUp(_ caller: SimulatedCaller) {
        guard let at = calls.firstIndex(where: { !$0.isOutgoing && $0.caller == caller }) else { return }
        giveUp(at)
    }

    private mutating func announceWaiting(_ caller: SimulatedCaller) {
        guard registers.number("+CCWA") == 1 else { return }
        say("+CCWA: \"\(caller.digits)\",\(caller.typeOfAddress),1")
    }

    /// Lets ring what is due.
    mutating func ringDue() {
        for index in calls.map(\.index) {
            while let at = calls.firstIndex(where: { $0.index == index && $0.nextRing <= now && $0.state.isUnanswered }) {
                if calls[at].isOutgoing {
                    endOutgoing(to: calls[at].caller.digits)
                } else if calls[at].ringsSent >= calls[at].rings {
                    giveUp(at)
                } else {
                    ringOnce(at)
                }
            }
        }
    }

    private mutating func ringOnce(_ at: Int) {
        calls[at].ringsSent += 1
        // The next one is counted from now: a clock that jumped must not bring a burst of rings.
        calls[at].nextRing = now.advanced(by: max(.milliseconds(10), personality.ringPeriod))
        guard calls[at].state == .incoming else { return }
        let (caller, ring) = (calls[at].caller, calls[at].ringsSent)
        announceRing(caller, ring: ring, index: calls[at].index)
        countRing()
        effects.append(.event(.rang(caller, ring: ring, at: now)))
        if registers.s(0) > 0, ring >= Int(registers.s(0)) { answer() }
    }

    private mutating func announceRing(_ caller: SimulatedCaller, ring: Int, index: Int) {
        let tellsCaller = registers.number("+CLIP") == 1 && network.showsCallers && personality.clipTiming.tells(atRing: ring)
        if tellsCaller, personality.clipTiming == .beforeRing { say(personality.clipForm.line(caller)) }
        writeRing()
        if registers.number("+CLCC") == 1, ring == 1 { say(listing(index: index, caller: caller, state: 4)) }
        guard tellsCaller, personality.clipTiming != .beforeRing else { return }
        say(personality.clipForm.line(caller), after: personality.clipDelay)
    }

    private mutating func writeRing() {
        if registers.number("+CRC") == 1 { say("+CRING: VOICE") } else { sayResult(.ring) }
    }

    private mutating func giveUp(_ at: Int) {
        let call = calls.remove(at: at)
        if call.state == .incoming { sayCallerGaveUp(call) }
        effects.append(.event(.gaveUp(call.caller, at: now)))
        waitingBecomesIncoming()
    }

    private mutating func sayCallerGaveUp(_ call: VirtualCall) {
        switch personality.callEnd {
        case .noCarrier: sayResult(.noCarrier)
        case .huaweiCEND: say("^CEND:\(call.index),0,104,16")
        case .missedCall: say("MISSED_CALL: 11:53AM \(call.caller.digits)")
        case .silence: break
        }
    }

    private mutating func waitingBecomesIncoming() {
        guard !calls.contains(where: { $0.state != .waiting }), let at = calls.firstIndex(where: { $0.state == .waiting }) else {
            return
        }
        calls[at].state = .incoming
        calls[at].nextRing = now
    }

    /// Answers the call that rings: the very thing that a missed call must never come to.
    @discardableResult
    mutating func answer() -> Bool {
        guard let at = calls.firstIndex(where: { $0.state == .incoming }) else { return false }
        calls[at].state = .active
        countAnswer()
        effects.append(.event(.answered(calls[at].caller, at: now)))
        return true
    }

    /// Ends the calls that fit.
    mutating func hangUp(by command: String, where fits: (VirtualCall) -> Bool) {
        let ended = calls.filter(fits)
        calls.removeAll { call in ended.contains { $0.index == call.index } }
        for call in ended {
            guard !call.isOutgoing else {
                effects.append(.event(.rangOff(call.caller.digits, at: now)))
                continue
            }
            countDrop()
            effects.append(.event(.dropped(call.caller, by: command, at: now)))
        }
        guard !ended.isEmpty else { return }
        if personality.tellsOwnHangUp { sayResult(.noCarrier) }
        waitingBecomesIncoming()
    }

    /// A line of `+CLCC` (3GPP TS 27.007, 7.18).
    func listing(index: Int, caller: SimulatedCaller, state: Int, isOutgoing: Bool = false) -> String {
        let line = "+CLCC: \(index),\(isOutgoing ? 0 : 1),\(state),0,0"
        return caller.digits.isEmpty ? line : "\(line),\"\(caller.digits)\",\(caller.typeOfAddress)"
    }
}

extension Personality.CLIPTiming {
    func tells(atRing ring: Int) -> Bool {
        switch self {
        case .afterEveryRing, .beforeRing: true
        case .afterFirstRing: ring == 1
        case .fromRing(let first): ring >= first
        case .never: false
        }
    }
}
