import ATSyntax
import Telephony

/// How calls end, and which one it was.
extension CallTracker {
    /// An end line: it ends the call that it names, else the one that is being hung up, else the one that rings, else the oldest. What waits
    /// alone waits beside one that rang before the port was opened: the first end is of that one.
    mutating func ended(_ end: CallEnd, at now: BootInstant) -> [Action] {
        if tellsAgain(end, at: now) { return [] }
        lastIndexedEnd = end.index.map { IndexedEnd(index: $0, at: now) } ?? lastIndexedEnd
        let alike = calls.filter { $0.mayBe(end) }
        let unnumbered = alike.filter { $0.index == nil }
        let candidates = end.index == nil || unnumbered.isEmpty ? alike : unnumbered + alike.filter { $0.index == end.index }
        let named = candidates.first { $0.isNamed(by: end) }
        let call = named ?? candidates.first(where: \.isHangUpWritten) ?? candidates.first { !$0.isWaiting } ?? candidates.first
        if named == nil, let call, waitsBesideUnheard(call) {
            unheardEndedAt = now
            return []
        }
        return call.map { self.end($0, at: now) + hangUpWhatIsSettled(at: now) } ?? []
    }

    /// Whether this is the end of a call that is just over, in other words: `NO CARRIER` and `+WIND: 6`, or from two ttys. Where it is not, the
    /// silence of the call tells.
    private func tellsAgain(_ end: CallEnd, at now: BootInstant) -> Bool {
        if let index = end.index { return !calls.contains { $0.index == index } && hasJustEnded(index, at: now) }
        guard end == .untold, !calls.contains(where: \.isHangUpWritten) else { return false }
        return [lastEnd, unheardEndedAt].contains { $0.map { now.duration(since: $0) < CallTracker.repeatedEnd } ?? false }
    }

    private func hasJustEnded(_ index: Int, at now: BootInstant) -> Bool {
        let last = lastIndexedEnd.flatMap { $0.index == index ? $0.at : nil }
        // A call whose index was never told may have had this one.
        let times = ended.filter { $0.call.index ?? index == index }.map(\.at) + [last].compactMap { $0 }
        return times.contains { now.duration(since: $0) < CallTracker.repeatedEnd }
    }

    /// Whether a call rings beside this one that nothing was heard of.
    private func waitsBesideUnheard(_ call: TrackedCall) -> Bool {
        call.isWaiting && call.isToldWaiting && call.index == nil && call.mayHaveBegunEarlier && !call.isHangUpWritten
            && ended.isEmpty && !calls.contains { !$0.isWaiting }
            && unheardEndedAt == nil
    }

    /// It is over: what is known of it is all that there will be.
    mutating func end(_ call: TrackedCall, at now: BootInstant) -> [Action] {
        if call.phase == .learning, let position = position(of: call.number) {
            return record(position, at: now) + remove(call.number, dropped: false, at: now)
        }
        return remove(call.number, dropped: call.isHangUpWritten, at: now)
    }

    /// The device is gone, and its calls with it: what is known of them is all that there will be.
    mutating func disconnected(at now: BootInstant) -> [Action] {
        calls.flatMap { end($0, at: now).filter { !$0.isHangUp } }
    }

    mutating func closeSilent(at now: BootInstant) -> [Action] {
        var actions: [Action] = []
        for call in calls where isSilent(call, at: now) { actions += end(call, at: now) }
        return actions.isEmpty ? [] : actions + hangUpWhatIsSettled(at: now)
    }

    private func isSilent(_ call: TrackedCall, at now: BootInstant) -> Bool {
        switch call.phase {
        case .dropping(_, .answered): now >= deadline(of: call)
        case .dropping(_, .rangOn): false
        default: now.duration(since: call.lastRing) >= silence
        }
    }

    mutating func close(_ number: Int, dropped: Bool, at now: BootInstant) -> [Action] {
        remove(number, dropped: dropped, at: now) + hangUpWhatIsSettled(at: now)
    }

    /// Without a look at the others: another call takes its place.
    mutating func remove(_ number: Int, dropped: Bool, at now: BootInstant) -> [Action] {
        guard let position = position(of: number) else { return [] }
        let call = calls.remove(at: position)
        noteEnd(of: call, at: now)
        return switch call.phase {
        case .dropping(_, .held) where !call.isHangUpWritten: [.closed(call: number, dropped: false)]
        case .dropping(_, .waiting): [.cancelHangUp(call: number), .closed(call: number, dropped: false)]
        default: [.closed(call: number, dropped: dropped)]
        }
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
}

extension TrackedCall {
    /// Whether an end line may be of this call: none that names another caller.
    fileprivate func mayBe(_ end: CallEnd) -> Bool {
        guard let caller = end.caller, hasNumber else { return true }
        return endsLike(caller)
    }

    /// Whether an end line is surely of this call.
    fileprivate func isNamed(by end: CallEnd) -> Bool {
        end.caller.map { hasNumber && endsLike($0) } ?? (end.index != nil && end.index == index)
    }

    /// A number may be told nationally where it ends, and internationally where it rang.
    private func endsLike(_ other: CallerPresentation) -> Bool {
        let (mine, theirs) = (presentation?.digits.suffix(7) ?? "", other.digits.suffix(7))
        return mayBe(other) || mine.count == 7 && mine == theirs
    }
}

extension CallTracker.Action {
    func isHangUp(of call: Int) -> Bool {
        if case .hangUp(call, _) = self { true } else { false }
    }

    fileprivate var isHangUp: Bool {
        switch self {
        case .hangUp, .cancelHangUp: true
        default: false
        }
    }
}
