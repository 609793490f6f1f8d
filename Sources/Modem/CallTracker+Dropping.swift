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

    /// A bare ring after the hang-up was answered: a trailing one, this call that rings on, or the next caller's. The list, or
    /// the `+CLIP` that follows, will tell.
    mutating func rangOn(_ position: Int, at now: BootInstant) -> [Action] {
        guard let (way, since) = calls[position].hangUpInVain, now.duration(since: since) >= CallTracker.trailing else { return [] }
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
        guard !isRecordAwaited else { return [] }
        guard !isCallerAwaited else {
            for position in calls.indices where calls[position].isToBeHungUp && calls[position].heldSince == nil {
                calls[position].heldSince = now
            }
            return []
        }
        if waitsBesideSomebody(at: now) {
            if isListing { return [] }
            if isTrailUnlisted, listAskedAt != now { return list(at: now) }
        }
        var actions: [Action] = []
        for position in calls.indices {
            guard case .dropping(.number(let way), .held) = calls[position].phase else { continue }
            actions += hangUp(position, from: way, at: now)
        }
        return actions
    }

    /// Whether a call may wait beside one whose ring was taken for a trailing one: the hang-up might end that one unrecorded, so the list
    /// is asked first.
    private func waitsBesideSomebody(at now: BootInstant) -> Bool {
        mayRingUntold(at: now) && !calls.contains { !$0.isWaiting && !$0.isHangUpAnswered } && calls.contains { $0.isToBeHungUp }
    }

    /// Whether a ring that was taken for a trailing one may have been the first of a call.
    func mayRingUntold(at now: BootInstant) -> Bool { trailed.map { now.duration(since: $0.last) < silence } ?? false }

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

    /// Calls whose record is too late are hung up without it; the others may go with them, and are recorded as far as they are known.
    mutating func dropOverdue(at now: BootInstant) -> [Action] {
        guard policy.commitsFirst, isPlaced else { return [] }
        let overdue = calls.indices.filter { position in
            guard case .settling(let since) = calls[position].phase else { return false }
            return now.duration(since: since) >= policy.dropDeadline
        }
        guard !overdue.isEmpty else { return [] }
        let learning = calls.indices.filter { calls[$0].phase == .learning }
        return learning.flatMap { settle($0, at: now) } + overdue.flatMap { hangUp($0, from: 0, at: now) }
    }

    private mutating func tryNextWay(_ position: Int, after way: TrackedCall.Way, at now: BootInstant) -> [Action] {
        switch way {
        case .number(let way): hangUpUnlessHeld(position, from: way + 1, at: now)
        case .exhausted: rest(position, at: now)
        case .rested: hangUpUnlessHeld(position, from: 0, at: now)
        }
    }

    private mutating func hangUpUnlessHeld(_ position: Int, from way: Int, at now: BootInstant) -> [Action] {
        guard !isRecordAwaited, !isCallerAwaited else {
            (calls[position].phase, calls[position].heldSince) = (.dropping(way: .number(way), command: .held), now)
            return []
        }
        return hangUp(position, from: way, at: now)
    }

    /// Whether a call may not be hung up since it is not durable yet.
    private var isRecordAwaited: Bool {
        policy.commitsFirst && calls.contains { if case .settling = $0.phase { true } else { false } }
    }

    /// Whether it is not known yet who calls.
    private var isCallerAwaited: Bool { calls.contains { $0.phase == .learning } }

    /// Every way was tried, and it is there still: what is tried without a pause keeps the modem from everything else.
    private mutating func rest(_ position: Int, at now: BootInstant) -> [Action] {
        calls[position].roundsInVain += 1
        let rounds = calls[position].roundsInVain
        let pause = min(CallTracker.shortestRest * rounds, CallTracker.longestRest)
        calls[position].phase = .dropping(way: .rested, command: .resting(since: now, until: now.advanced(by: pause)))
        return rounds == 1 ? [.undroppable(call: calls[position].number)] : []
    }

    /// The next round with calls that no way has ended.
    mutating func tryAgain(at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for position in calls.indices {
            guard case .dropping(_, .resting(_, let until)) = calls[position].phase, until <= now else { continue }
            actions += tryNextWay(position, after: .rested, at: now)
        }
        return actions
    }

    /// After the last way it is asked whether the call is there at all.
    private mutating func hangUp(_ position: Int, from first: Int, at now: BootInstant) -> [Action] {
        let call = calls[position]
        let ways = call.isWaiting ? profile.hangUpWaiting : profile.hangUp
        for way in first..<max(first, ways.count) {
            guard let command = command(ways[way], for: call) else { continue }
            calls[position].phase = .dropping(way: .number(way), command: .waiting)
            calls[position].heldSince = nil
            return [.hangUp(call: call.number, command)]
        }
        calls[position].phase = .dropping(way: .exhausted, command: .answered(now))
        return isListing ? [] : list(at: now)
    }

    private static let shortestRest = Duration.seconds(1)
    /// Shorter than ``silence``, after which a call is given up that neither rings nor is listed.
    private static let longestRest = Duration.seconds(8)

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

    /// The way that was tried last, and when it was answered or given up; `nil`: it has not come so far.
    fileprivate var hangUpInVain: (way: TrackedCall.Way, since: BootInstant)? {
        switch phase {
        case .dropping(let way, .answered(let since)), .dropping(let way, .resting(let since, _)): (way, since)
        default: nil
        }
    }

    var isHangUpWritten: Bool {
        switch phase {
        case .dropping(_, .written): true
        default: isHangUpAnswered
        }
    }

    var isHangUpAnswered: Bool {
        switch phase {
        case .dropping(_, .answered), .dropping(_, .rangOn), .dropping(_, .resting): true
        case .dropping(let way, .held): way != .first || roundsInVain > 0
        default: false
        }
    }
}
