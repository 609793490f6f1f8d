import ATSyntax
import Telephony

/// From the record of a call to its confirmed end.
extension CallTracker {
    /// The final result code of a hang-up came, or none did: now find out whether it rings on.
    mutating func hangUpFinished(_ number: Int, isOK: Bool, at now: BootInstant) -> [Action] {
        guard let position = position(of: number), case .dropping(let way, _) = calls[position].phase else { return [] }
        guard isOK else { return tryNextWay(position, after: way, at: now) }
        calls[position].phase = .dropping(way: way, command: .answered(now))
        return isListing ? [] : list(at: now)
    }

    /// A hang-up was written; an end line from now on confirms it.
    mutating func hangUpWritten(_ number: Int) {
        guard let position = position(of: number), case .dropping(let way, _) = calls[position].phase else { return }
        calls[position].phase = .dropping(way: way, command: .written)
    }

    /// The answer to the list; `nil`: the modem has no `+CLCC`, or did not answer.
    mutating func listFinished(_ list: [CurrentCall]?, at now: BootInstant) -> [Action] {
        isListing = false
        guard let list else { return hangUpWhatIsSettled(at: now) }
        let answered = calls.filter(\.isHangUpAnswered)
        let ringing = list.filter { $0.isIncoming || $0.isWaiting }
        var actions = ringing.flatMap { listed($0, at: now) }
        for call in answered where !ringing.contains(where: { call.isListed(as: $0) }) {
            actions += close(call.number, dropped: true, at: now)
        }
        return actions + hangUpWhatIsSettled(at: now)
    }

    /// An end line: it ends the call that is being hung up, else the one that rings, else the oldest.
    mutating func ended(at now: BootInstant) -> [Action] {
        guard let call = calls.first(where: \.isHangUpWritten) ?? calls.first(where: { !$0.isWaiting }) ?? calls.first else {
            return []
        }
        if call.phase == .learning, let position = position(of: call.number) {
            return record(position, at: now) + close(call.number, dropped: false, at: now)
        }
        return close(call.number, dropped: call.isHangUpWritten, at: now)
    }

    /// A bare ring after the hang-up was answered: a trailing one, this call that rings on, or the next caller's. The list, or
    /// the `+CLIP` that follows, will tell.
    mutating func rangOn(_ position: Int, at now: BootInstant) -> [Action] {
        guard case .dropping(let way, .answered(let since)) = calls[position].phase,
            now.duration(since: since) >= CallTracker.trailing
        else { return [] }
        calls[position].phase = .dropping(way: way, command: .rangOn(now))
        return isListing ? [] : list(at: now)
    }

    /// The caller of a call that was hung up is told again: this way did not work.
    mutating func isSameCallStillThere(_ position: Int, at now: BootInstant) -> [Action] {
        switch calls[position].phase {
        case .dropping(let way, .answered(let since)) where now.duration(since: since) >= CallTracker.trailing || !isListing:
            tryNextWay(position, after: way, at: now)
        case .dropping(let way, .rangOn): tryNextWay(position, after: way, at: now)
        default: []
        }
    }

    /// It rang on and nobody told who: taken for the same call.
    mutating func tryOtherWays(at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for position in calls.indices {
            guard case .dropping(let way, .rangOn(let since)) = calls[position].phase,
                now.duration(since: since) >= CallTracker.firstList
            else { continue }
            actions += tryNextWay(position, after: way, at: now)
        }
        return actions
    }

    /// Hangs up the calls that are settled, once no other call waits for its caller or its record: some ways end all calls.
    mutating func hangUpWhatIsSettled(at now: BootInstant) -> [Action] {
        guard isPlaced else { return [] }
        let isRecordPending = calls.contains { if case .settling = $0.phase { true } else { false } }
        guard !isRecordPending || !policy.commitsFirst else { return [] }
        guard !calls.contains(where: { $0.phase == .learning }) else {
            for position in calls.indices where calls[position].isToBeHungUp && calls[position].heldSince == nil {
                calls[position].heldSince = now
            }
            return []
        }
        if waitsBesideSomebody(at: now) {
            trailedAt = nil
            return isListing ? [] : list(at: now)
        }
        var actions: [Action] = []
        for position in calls.indices {
            if case .dropping(let way, .held) = calls[position].phase { actions += hangUp(position, way: way, at: now) }
        }
        return actions
    }

    /// Whether a call may wait beside one whose ring was taken for a trailing one: the hang-up might end that one unrecorded, so the list
    /// is asked first.
    private func waitsBesideSomebody(at now: BootInstant) -> Bool {
        mayRingUntold(at: now) && !calls.contains { !$0.isWaiting && !$0.isHangUpAnswered } && calls.contains { $0.isToBeHungUp }
    }

    /// Whether a ring that was taken for a trailing one may have been the first of a call.
    func mayRingUntold(at now: BootInstant) -> Bool { trailedAt.map { now.duration(since: $0) < silence } ?? false }

    /// A call has been held up for as long as one may ring: the others are recorded as far as they are known.
    mutating func settleWhatHoldsUp(at now: BootInstant) -> [Action] {
        let isOverdue = calls.contains { call in
            isPlaced && call.isToBeHungUp && call.heldSince.map { now.duration(since: $0) >= policy.dropDeadline } ?? false
        }
        guard isOverdue else { return [] }
        for position in calls.indices { calls[position].heldSince = nil }
        let learning = calls.indices.filter { calls[$0].phase == .learning }
        return learning.isEmpty ? hangUpWhatIsSettled(at: now) : learning.flatMap { settle($0, at: now) }
    }

    mutating func dropOverdue(at now: BootInstant) -> [Action] {
        guard policy.commitsFirst, isPlaced else { return [] }
        var actions: [Action] = []
        for position in calls.indices {
            guard case .settling(let since) = calls[position].phase, now.duration(since: since) >= policy.dropDeadline else {
                continue
            }
            actions += hangUp(position, way: 0, at: now)
        }
        return actions
    }

    /// The device is gone, and its calls with it: what is known of them is all that there will be.
    mutating func disconnected(at now: BootInstant) -> [Action] {
        calls.flatMap { call -> [Action] in
            var settling: [Action] = []
            if call.phase == .learning, let position = position(of: call.number) {
                settling = record(position, at: now)
            }
            return settling + close(call.number, dropped: call.isHangUpWritten, at: now).filter { !$0.isHangUp }
        }
    }

    mutating func closeSilent(at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for call in calls where isSilent(call, at: now) {
            if call.phase == .learning, let position = position(of: call.number) {
                actions += record(position, at: now)
            }
            actions += close(call.number, dropped: call.isHangUpWritten, at: now)
        }
        return actions
    }

    private func isSilent(_ call: TrackedCall, at now: BootInstant) -> Bool {
        switch call.phase {
        case .dropping(_, .answered): now >= deadline(of: call)
        case .dropping(_, .rangOn): false
        default: now.duration(since: call.lastRing) >= silence
        }
    }

    mutating func close(_ number: Int, dropped: Bool, at now: BootInstant) -> [Action] {
        guard let position = position(of: number) else { return [] }
        let call = calls.remove(at: position)
        noteEnd(of: call, at: now)
        if case .dropping(_, .held) = call.phase { return [.closed(call: number, dropped: false)] + hangUpWhatIsSettled(at: now) }
        if case .dropping(_, .waiting) = call.phase {
            return [.cancelHangUp(call: number), .closed(call: number, dropped: false)] + hangUpWhatIsSettled(at: now)
        }
        return [.closed(call: number, dropped: dropped)] + hangUpWhatIsSettled(at: now)
    }

    /// A call that is over is recorded as far as it is known; there is nothing to hang up.
    private mutating func record(_ position: Int, at now: BootInstant) -> [Action] {
        calls[position].phase = .settling(since: now)
        return [.settle(calls[position])]
    }

    private mutating func noteEnd(of call: TrackedCall, at now: BootInstant) {
        ended.removeAll { now.duration(since: $0.at) >= CallTracker.trailing }
        ended.append(EndedCall(call: call, at: now))
    }

    private mutating func tryNextWay(_ position: Int, after way: Int, at now: BootInstant) -> [Action] {
        let alarm: [Action] = way == CallTracker.noWayLeft ? [.undroppable(call: calls[position].number)] : []
        return alarm + hangUp(position, way: way + 1, at: now)
    }

    /// After the last way it is asked whether the call is there at all; if it rings on, the first way is tried again.
    private mutating func hangUp(_ position: Int, way first: Int, at now: BootInstant) -> [Action] {
        let call = calls[position]
        let ways = call.isWaiting ? profile.hangUpWaiting : profile.hangUp
        for way in first..<max(first, ways.count) {
            guard let command = command(ways[way], for: call) else { continue }
            calls[position].phase = .dropping(way: way, command: .waiting)
            calls[position].heldSince = nil
            return [.hangUp(call: call.number, command)]
        }
        calls[position].phase = .dropping(way: CallTracker.noWayLeft, command: .answered(now))
        return isListing ? [] : list(at: now)
    }

    private static let noWayLeft = -1

    private func command(_ way: ModemProfile.HangUp, for call: TrackedCall) -> ATCommand? {
        switch way {
        case .command(let text): ATCommand(text, patience: .seconds(10))
        case .releaseByIndex: call.index.map { ATCommand("AT+CHLD=1\($0)", patience: .seconds(10)) }
        }
    }
}

extension TrackedCall {
    fileprivate var isToBeHungUp: Bool {
        if case .dropping(_, .held) = phase { true } else { false }
    }

    fileprivate var isHangUpWritten: Bool {
        switch phase {
        case .dropping(_, .written), .dropping(_, .answered), .dropping(_, .rangOn): true
        default: false
        }
    }

    fileprivate var isHangUpAnswered: Bool {
        switch phase {
        case .dropping(_, .answered), .dropping(_, .rangOn): true
        default: false
        }
    }

    fileprivate func isListed(as call: CurrentCall) -> Bool {
        guard let caller = call.caller, !caller.digits.isEmpty else { return index == nil || index == call.index }
        return mayBe(caller)
    }
}

extension CallTracker.Action {
    fileprivate var isHangUp: Bool {
        switch self {
        case .hangUp, .cancelHangUp: true
        default: false
        }
    }
}
