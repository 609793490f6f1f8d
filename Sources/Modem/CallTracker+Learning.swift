import ATSyntax
import Telephony

/// From the first sign of a call to knowing its caller.
extension CallTracker {
    mutating func rang(bearer: IncomingCall.Bearer?, at now: BootInstant) -> [Action] {
        // Where all wait, the one that has waited longest rings now.
        let waits = calls.firstIndex { !$0.isHangUpWritten } ?? calls.indices.last
        guard let position = calls.lastIndex(where: { !$0.isWaiting }) ?? waits else {
            // What was forwarded since is a new call.
            let isForwarded =
                forwardedNoticeAt.map { notice in lastEnd.map { notice.duration(since: $0) >= .zero } ?? true } ?? false
            if let lastEnd, now.duration(since: lastEnd) < CallTracker.trailing, !isForwarded {
                trailed = TrailingRings(ring: now)
                return []
            }
            return begin(nil, isWaiting: false, bearer: bearer, at: now)
        }
        noteRing(position, at: now)
        if calls[position].isHangUpWritten { trailed = TrailingRings(ring: now) }
        let mayTrail = lastEnd.map { now.duration(since: $0) < CallTracker.trailing } ?? false
        if calls[position].isWaiting, !mayTrail { calls[position].isWaiting = false }
        if let bearer, calls[position].phase == .learning { calls[position].bearer = bearer }
        return rangOn(position, at: now)
    }

    mutating func presented(
        _ presentation: CallerPresentation, isWaiting: Bool, index: Int? = nil, bearer: IncomingCall.Bearer?, at now: BootInstant
    ) -> [Action] {
        if !calls.contains(where: { $0.hasNumber && $0.mayBe(presentation) }), trails(presentation, at: now) {
            noteTrailingCaller(at: now)
            return []
        }
        guard let position = position(of: presentation, isWaiting: isWaiting, index: index, at: now) else {
            return another(presentation, isWaiting: isWaiting, isListed: index != nil, bearer: bearer, at: now)
        }
        if !isWaiting { noteRing(position, at: now) }
        // A ring that no other call was known for may have been taken for that of the one that waits; the list knows.
        calls[position].isWaiting = isWaiting && (calls[position].isWaiting || index != nil)
        calls[position].isToldWaiting = isWaiting
        if calls[position].phase == .learning, !calls[position].isCallerKnown || presentation.digits.count > 0 {
            calls[position].presentation = presentation
        }
        return isSameCallStillThere(position, at: now)
    }

    /// Whether this is the caller of the call that is just over, told late. Taken for another call, it would come without what was
    /// told of the first one, such as that it was forwarded.
    private func trails(_ caller: CallerPresentation, at now: BootInstant) -> Bool {
        ended.contains { last in
            let isSame = last.call.hasNumber ? !caller.digits.isEmpty && last.call.mayBe(caller) : caller.digits.isEmpty
            return isSame && now.duration(since: last.at) < CallTracker.trailing
        }
    }

    /// The call that such a presentation can be of: one that has this number, else one that has none yet. A call that waits is another
    /// than the one that rings; when it is alone, it may ring by now.
    func position(of caller: CallerPresentation, isWaiting: Bool, index: Int?, at now: BootInstant) -> Int? {
        if let known = calls.lastIndex(where: { $0.hasNumber && $0.mayBe(caller) }) { return known }
        // Each waiting call is presented once.
        let isNews = isWaiting && index == nil && !caller.digits.isEmpty
        let nameless = calls.indices.filter { at in
            let isIndexed = index.map { index in calls[at].index.map { $0 == index } ?? true } ?? true
            let wasPresented = isNews && calls[at].isWaiting && calls[at].presentation != nil
            return !calls[at].hasNumber && isIndexed && !wasPresented && calls[at].mayBe(caller)
        }
        let alike = nameless.last { calls[$0].isWaiting == isWaiting }
        return alike ?? (isWaiting || calls.contains { !$0.isWaiting } || mayRingUntold(at: now) ? nil : nameless.last)
    }

    mutating func forwarded(at now: BootInstant) -> [Action] {
        if let position = calls.lastIndex(where: { $0.phase == .learning }) {
            calls[position].forwarding = .yes
            return []
        }
        if tellsForwardingAgain(at: now) {
            repeatedNoticeAt = now
            return []
        }
        // Of the call that was just heard of, too late, or of the next one, which is on its way: of both, to be safe.
        forwardedNoticeAt = now
        guard let call = calls.last, let known = call.knownAt, now.duration(since: known) < CallTracker.trailing else { return [] }
        forwardingNotice = min(max(forwardingNotice, now.duration(since: known) * 2), CallTracker.longestForwardingNotice)
        return [.forwardedTooLate(call: call.number)]
    }

    /// Whether this comes with a ring of a call that is known to be forwarded: it follows each `+CLIP` (3GPP TS 27.007, 7.17), from each tty.
    private func tellsForwardingAgain(at now: BootInstant) -> Bool {
        let ringing = calls.contains { $0.forwarding == .yes && now.duration(since: $0.lastRing) < CallTracker.trailing }
        let trailing = ended.contains { $0.call.forwarding == .yes && now.duration(since: $0.at) < CallTracker.trailing }
        return ringing || trailing && (trailed.map { now.duration(since: $0.last) < CallTracker.trailing } ?? false)
    }

    /// The caller was told by nobody in time.
    mutating func learnUntilLimit(at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for position in calls.indices where calls[position].phase == .learning {
            if now.duration(since: calls[position].heardAt) >= CallTracker.learningLimit { actions += settle(position, at: now) }
        }
        return actions
    }

    mutating func settle(_ position: Int, at now: BootInstant) -> [Action] {
        if policy.commitsFirst {
            calls[position].phase = .settling(since: now)
            return [.settle(calls[position])]
        }
        calls[position].phase = .dropping(way: .first, command: .held)
        let settled = calls[position]
        return hangUpWhatIsSettled(at: now) + [.settle(settled)]
    }

    /// A caller whose digits are no call we know: the one before it has ended unseen, unless this one waits beside it.
    private mutating func another(
        _ presentation: CallerPresentation, isWaiting: Bool, isListed: Bool, bearer: IncomingCall.Bearer?, at now: BootInstant
    ) -> [Action] {
        let actions = isWaiting ? [] : closeReplaced(at: now)
        return actions + begin(presentation, isWaiting: isWaiting, isListed: isListed, bearer: bearer, at: now)
    }

    private mutating func closeReplaced(at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        // The ring that was taken for one of these was this caller's.
        for position in calls.indices where calls[position].isToldWaiting && !calls[position].isHangUpWritten {
            calls[position].isWaiting = true
        }
        for call in calls where !call.isWaiting {
            switch call.phase {
            case .learning:
                if let position = position(of: call.number) { actions += settle(position, at: now) }
            case .settling: continue
            case .dropping: actions += remove(call.number, dropped: true, at: now)
            }
        }
        return actions
    }

    mutating func begin(
        _ presentation: CallerPresentation?, isWaiting: Bool, isListed: Bool = false, bearer: IncomingCall.Bearer?,
        at now: BootInstant
    ) -> [Action] {
        guard calls.count < CallTracker.mostCalls else { return [] }
        lastNumber += 1
        let heardAt = untoldRing(of: presentation, isWaiting: isWaiting, isListed: isListed, at: now) ?? now
        let before = isWaiting ? nil : unnamedBefore.take()
        let began = isWaiting ? nil : unlistedRing(at: now) ?? ringOfEnded(before: presentation, at: now)
        var call = TrackedCall(
            number: lastNumber, rangAt: before.flatMap { $0.mayRing(at: now) ? $0.rangAt : nil } ?? began ?? heardAt,
            heardAt: heardAt,
            presentation: presentation, bearer: bearer ?? .voice, forwarding: .untold,
            mayHaveBegunEarlier: mayHaveBegunEarlier(at: now), lastRing: now)
        (call.isWaiting, call.isToldWaiting) = (isWaiting, isWaiting)
        // The ring that came with the notice may have been taken for a trailing one.
        let patience = mayRingUntold(at: now) ? silence : .seconds(3)
        if let notice = forwardedNoticeAt, now.duration(since: notice) < patience { call.forwarding = .yes }
        // What was taken for a repetition may have been of this call.
        if let notice = repeatedNoticeAt, now.duration(since: notice) < CallTracker.trailing { call.forwarding = .yes }
        if !isWaiting { trailed = nil }
        // It may be of the call whose ring was taken for a trailing one: of both, to be safe.
        if !isWaiting || !mayRingUntold(at: now) { forwardedNoticeAt = nil }
        calls.append(call)
        nextList = now.advanced(by: CallTracker.firstList)
        return holdHangUps(at: now)
    }

    /// A hang-up that waits for its turn might end the new call unrecorded.
    private mutating func holdHangUps(at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for position in calls.indices {
            guard case .dropping(let way, .waiting) = calls[position].phase else { continue }
            (calls[position].phase, calls[position].heldSince) = (.dropping(way: way, command: .held), now)
            actions.append(.cancelHangUp(call: calls[position].number))
        }
        return actions
    }

    /// The list did not show a call that rings on after all: this is no new one. When it began.
    private mutating func unlistedRing(at now: BootInstant) -> BootInstant? {
        guard let call = unlisted.take(), now.duration(since: call.lastRing) <= ringPeriod * 3 / 2 else { return nil }
        (listIsUnreliable, listsRingingCalls) = (true, false)
        return call.rangAt
    }

    /// A number that comes just after the end of a call whose caller was not told, and nothing has rung since: it may be that call's. When that
    /// began.
    private func ringOfEnded(before caller: CallerPresentation?, at now: BootInstant) -> BootInstant? {
        guard let caller, !caller.digits.isEmpty, trailed == nil, let last = ended.last, !last.call.isCallerKnown else {
            return nil
        }
        return now.duration(since: last.at) < CallTracker.trailing ? last.call.rangAt : nil
    }

    /// A ring that was taken for a trailing one, and was the first of this call: that one is in the list, or its caller is told
    /// though it did not ring.
    private func untoldRing(of caller: CallerPresentation?, isWaiting: Bool, isListed: Bool, at now: BootInstant) -> BootInstant? {
        guard !isWaiting, let trailed else { return nil }
        return isListed || caller != nil && now.duration(since: trailed.last) < CallTracker.trailing ? trailed.first : nil
    }

    private mutating func noteTrailingCaller(at now: BootInstant) {
        let ring = trailed.flatMap { now.duration(since: $0.last) < CallTracker.trailing ? $0.first : nil }
        trailed = TrailingRings(first: ring ?? now, last: now)
    }

    private mutating func noteRing(_ position: Int, at now: BootInstant) {
        let gap = now.duration(since: calls[position].lastRing)
        if !calls[position].isToldWaiting, gap > ringPeriod, gap < .seconds(10) { ringPeriod = gap }
        calls[position].lastRing = now
    }
}
