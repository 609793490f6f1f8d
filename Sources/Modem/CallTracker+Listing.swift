import ATSyntax
import Telephony

/// What the list of current calls tells (3GPP TS 27.007, 7.18).
extension CallTracker {
    /// When to ask next: while a caller is not known, and once after a ring that may have been a trailing one.
    var listDue: BootInstant? {
        guard !isListing else { return nil }
        let learning = calls.contains { $0.phase == .learning } ? nextList : nil
        let trailing = isTrailUnlisted ? trailed?.last.advanced(by: CallTracker.firstList) : nil
        return [learning, trailing].compactMap { $0 }.min()
    }

    /// Whether the list was not asked for since a ring was taken for a trailing one.
    var isTrailUnlisted: Bool { trailed.map { trailed in listAskedAt.map { $0 <= trailed.last } ?? true } ?? false }

    mutating func list(at now: BootInstant) -> [Action] {
        (isListing, listAskedAt) = (true, now)
        nextList = now.advanced(by: CallTracker.listInterval)
        return [.list]
    }

    /// The answer to the list; `nil`: the modem has no `+CLCC`, or did not answer.
    mutating func listFinished(_ list: [CurrentCall]?, at now: BootInstant) -> [Action] {
        isListing = false
        guard let list else { return hangUpWhatIsSettled(at: now) }
        let asked = listAskedAt ?? BootInstant(nanoseconds: 0)
        let actions = releases(in: list, at: now) + look(through: list, asked: asked, at: now)
        // If it was the first ring of a call, then that one was listed, where the modem lists what rings.
        if let trailed, trailed.last < asked, listsRingingCalls { self.trailed = nil }
        return actions + hangUpWhatIsSettled(at: now)
    }

    /// Some modems tell of the end of a call in the form of an entry: it came among the answer.
    private mutating func releases(in list: [CurrentCall], at now: BootInstant) -> [Action] {
        list.filter { $0.isReleased && $0.isMobileTerminated && !isJustOver($0, at: now) }.flatMap {
            ended(CallEnd(of: $0), at: now)
        }
    }

    private func isJustOver(_ released: CurrentCall, at now: BootInstant) -> Bool {
        ended.contains { over in
            now.duration(since: over.at) < CallTracker.trailing
                && (over.call.index == released.index || over.call.isListed(as: released) && over.call.hasNumber)
        }
    }

    private mutating func look(through list: [CurrentCall], asked: BootInstant, at now: BootInstant) -> [Action] {
        let answered = calls.filter(\.isHangUpAnswered)
        let ringing = list.filter { $0.isIncoming || $0.isWaiting }
        if !ringing.isEmpty, !listIsUnreliable { listsRingingCalls = true }
        if ringing.isEmpty, listsRingingCalls { noteNothingRings() }
        // Those that are known first, then those with a number: what is left is for those without.
        let known = ringing.filter { listed in listed.hasNumber && calls.contains { $0.hasNumber && $0.isListed(as: listed) } }
        let (named, nameless) = (ringing.filter { $0.hasNumber && !known.contains($0) }, ringing.filter { !$0.hasNumber })
        var actions = (known + named + nameless).flatMap { listed($0, asked: asked, at: now) }
        for call in answered where !ringing.contains(where: { call.isListed(as: $0) }) {
            actions += remove(call.number, dropped: true, at: now)
        }
        for call in calls where isOver(call, asked: asked) && !isListed(call, in: ringing) {
            if call.index == nil { unlisted = UnnamedCall(rangAt: call.rangAt, lastRing: call.lastRing) }
            actions += end(call, at: now)
        }
        return actions
    }

    /// Whether the list shows it. The entry of a call that is known by its number is not that of one that waits without.
    private func isListed(_ call: TrackedCall, in ringing: [CurrentCall]) -> Bool {
        ringing.contains { entry in
            let isAnothers = entry.hasNumber && calls.contains { $0.hasNumber && $0.isListed(as: entry) }
            return call.isListed(as: entry) && !(call.isWaiting && !call.hasNumber && isAnothers)
        }
    }

    /// Whether a call that the list does not show, which was asked for then, has ended without a word. Some modems list a call only
    /// a while after its first ring.
    private func isOver(_ call: TrackedCall, asked: BootInstant) -> Bool {
        listsRingingCalls && call.phase == .learning && asked > call.lastRing
            && asked.duration(since: call.heardAt) >= CallTracker.listInterval
    }

    /// A line of the call list; `asked`: when the list was asked for, `nil` where it comes unasked.
    mutating func listed(_ call: CurrentCall, asked: BootInstant? = nil, at now: BootInstant) -> [Action] {
        guard call.isIncoming || call.isWaiting else { return [] }
        guard let caller = call.caller, !caller.digits.isEmpty else { return listedWithoutNumber(call, asked: asked, at: now) }
        if let position = position(of: caller, isWaiting: call.isWaiting, index: call.index, at: now) {
            calls[position].index = call.index
        }
        let actions = presented(caller, isWaiting: call.isWaiting, index: call.index, bearer: call.bearer, at: now)
        if let position = position(of: caller, isWaiting: call.isWaiting, index: call.index, at: now) {
            (calls[position].index, calls[position].isListedByNumber) = (call.index, true)
            if call.bearer != .voice { calls[position].bearer = call.bearer }
        }
        return actions
    }

    /// Listed twice without a number, 2 s or more after the ring: there is none to come.
    private mutating func listedWithoutNumber(_ call: CurrentCall, asked: BootInstant?, at now: BootInstant) -> [Action] {
        if isListedLate(call, at: now) { return [] }
        let position =
            calls.lastIndex { $0.index == call.index && !$0.isListedByNumber }
            ?? calls.lastIndex { $0.index == nil && $0.isWaiting == call.isWaiting && !$0.waits(beside: call, asked: asked) }
            ?? calls.lastIndex { $0.index == nil && !$0.hasNumber }
        guard let position else {
            let (before, actions) = (
                lastNumber, begin(nil, isWaiting: call.isWaiting, isListed: true, bearer: call.bearer, at: now)
            )
            if lastNumber > before { calls[calls.count - 1].index = call.index }
            return actions
        }
        (calls[position].index, calls[position].isWaiting) = (call.index, call.isWaiting)
        calls[position].lastRing = now
        guard calls[position].phase == .learning else { return isSameCallStillThere(position, at: now) }
        if now.duration(since: calls[position].heardAt) >= .seconds(2) { calls[position].timesListedWithoutNumber += 1 }
        return calls[position].timesListedWithoutNumber >= 2 ? settle(position, at: now) : []
    }

    /// Whether the answer was under way as that call ended: it was asked for before, and nothing has rung since.
    private func isListedLate(_ call: CurrentCall, at now: BootInstant) -> Bool {
        ended.contains { over in
            let isAnother = [trailed?.last, listAskedAt].allSatisfy { $0.map { $0 > over.at } ?? false }
            return over.call.index == call.index && now.duration(since: over.at) < CallTracker.trailing && !isAnother
        }
    }
}

extension TrackedCall {
    /// Whether it was told as one that waits after the list was asked for that shows `call` ringing: that is what it waits beside.
    fileprivate func waits(beside call: CurrentCall, asked: BootInstant?) -> Bool {
        guard let asked else { return false }
        return isToldWaiting && !call.isWaiting && heardAt > asked
    }

    fileprivate func isListed(as call: CurrentCall) -> Bool {
        guard let caller = call.caller, !caller.digits.isEmpty else { return index == nil || index == call.index }
        return mayBe(caller) && (hasNumber || index == nil || index == call.index)
    }
}

extension CurrentCall {
    fileprivate var hasNumber: Bool { caller.map { !$0.digits.isEmpty } ?? false }
}
