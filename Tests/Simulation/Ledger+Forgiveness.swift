import Telephony
import VirtualWorld

/// What cannot be known from one end of a serial line (docs/simulation.md).
extension Ledger {
    /// It came so soon after its port was opened that it may be taken for the call that rang before, if that was the same caller's.
    func mayBeTakenForEarlier(_ dial: Dial) -> Bool {
        openings.contains { opening in
            guard opening.stick == dial.stick, opening.at <= dial.endedAt ?? time.now else { return false }
            return dial.startedAt.duration(since: opening.at) < .milliseconds(12_600)
                && dials.contains { other in
                    other.stick == dial.stick && other.startedAt < dial.startedAt
                        && (other.number == dial.number || other.presentedAt == nil && dial.number == nil)
                        && mayBeOpen(other, at: opening.at)
                        && (dial.startedAt.duration(since: mayRing(from: other)) < .seconds(75)
                            || isUnsteady(from: other.startedAt))
                }
        }
    }

    /// Whether its row may not have been closed by then: whoever listened to it did not hear its end, or could not write it down.
    private func mayBeOpen(_ dial: Dial, at opening: BootInstant) -> Bool {
        guard let end = dial.endedAt else { return true }
        let isCutOff =
            crashes.contains { $0.at >= dial.startedAt && $0.at <= end.advanced(by: .seconds(15)) }
            || openings.contains { $0.stick == dial.stick && $0.at >= dial.startedAt && $0.at <= end.advanced(by: .seconds(15)) }
            || outages.contains { $0.stick == dial.stick && $0.from >= dial.startedAt && $0.from <= end.advanced(by: .seconds(15)) }
        return isCutOff || isDelayed(around: end) || isDelayed(around: opening)
    }

    /// Whether no clock tells how long ago that was.
    private func isUnsteady(from instant: BootInstant) -> Bool {
        clockSteps.contains { $0 >= instant } || bootTimes.values.contains { $0 >= instant }
    }

    /// The latest that its row may say it began to ring: what a stall holds back is heard when that ends.
    private func mayRing(from dial: Dial) -> BootInstant {
        max(dial.startedAt, stallEnds(of: dial).max() ?? dial.startedAt)
    }

    /// When the stalls of its modem that it rang in ended.
    private func stallEnds(of dial: Dial) -> [BootInstant] {
        stallsEver.filter { $0.stick == dial.stick && $0.from <= dial.endedAt ?? time.now && $0.to >= dial.startedAt }.map(\.to)
    }

    /// It rang before its port was opened and after: whoever listened before knew that it was forwarded, or nobody did.
    func rangOverOpening(_ dial: Dial) -> Bool {
        openings.contains { $0.stick == dial.stick && $0.at >= dial.startedAt && $0.at <= dial.endedAt ?? time.now }
    }

    /// The machine started again as it rang, and its clock was set meanwhile, or so shortly before that it was not followed yet: nothing
    /// tells how long ago that was.
    func isUndated(_ dial: Dial) -> Bool {
        let end = dial.endedAt ?? time.now
        return bootTimes.values.contains { (dial.startedAt...end).contains($0) }
            && clockSteps.contains { (dial.startedAt.advanced(by: .seconds(-6))...end).contains($0) }
    }

    /// Whether another call on this line ended, perhaps without a word, not long before it.
    func follows(_ dial: Dial, within limit: Duration) -> Bool {
        dials.contains { other in
            other.stick == dial.stick && other.startedAt < dial.startedAt
                && other.endedAt.map { dial.startedAt.duration(since: $0) < limit } ?? false
        }
    }

    /// Whether it began while its modem said nothing, and went on to be told of after `begun`.
    func isToldAfter(_ begun: BootInstant, _ dial: Dial) -> Bool {
        stallsEver.contains { $0.stick == dial.stick && $0.from <= (dial.endedAt ?? time.now) && $0.to >= begun }
    }

    /// Whether its modem said nothing as it rang: stalls that follow each other hold back for longer than any one of them.
    func isHeldBack(_ dial: Dial) -> Bool {
        !stallEnds(of: dial).isEmpty
    }

    /// Whether the disk made an operation wait, so that it came later than the time it was given.
    func isDelayed(around instant: BootInstant) -> Bool {
        badDisk.contains { $0.from <= instant.advanced(by: .seconds(10)) && $0.to.advanced(by: .seconds(10)) >= instant }
    }

    /// Its number came within a second of a ring that trailed another call's end, or was its own first: it may be dated from that one.
    func mayBeDatedBefore(_ dial: Dial, _ instant: BootInstant) -> Bool {
        dials.contains { other in
            other.stick == dial.stick
                && other.endedAt.map { end in
                    end <= instant && end <= dial.startedAt && dial.startedAt.duration(since: end) < .milliseconds(2600)
                } ?? false
        }
    }

    /// When it can be told from the call before: a ring within a second of that one's end may be a trailing one, and one that waited may
    /// have done so untold.
    func beginsToRing(_ dial: Dial) -> BootInstant? {
        let isJustAfter = dials.contains { other in
            other.stick == dial.stick
                && other.startedAt < dial.startedAt
                && other.endedAt.map { dial.startedAt.duration(since: $0) < .milliseconds(1600) } ?? false
        }
        return isJustAfter ? dial.presentedAt : dial.heardAt
    }

    /// It is taken for the call before, which ended without a word: nobody told who it is, or that one did so in a stall.
    func mayBeMistaken(_ dial: Dial) -> Bool {
        let isAfterStall = stallsEver.contains { stall in
            stall.stick == dial.stick && stall.from <= dial.startedAt && dial.startedAt.duration(since: stall.to) < .seconds(20)
        }
        return dial.presentedAt == nil && follows(dial, within: .seconds(20)) || isAfterStall
    }

    /// Its number may be taken for that of a call that waited without one, and just ended without a word.
    func isTakenForNameless(_ dial: Dial) -> Bool {
        dials.contains { other in
            other.stick == dial.stick && other.number == nil && other.startedAt < dial.startedAt
                && other.endedAt.map { dial.startedAt.duration(since: $0) < .milliseconds(2600) } ?? false
        }
    }

    /// The stated exception: the disk kept the call waiting longer than the deadline. And a second call that came just as the first
    /// was hung up.
    func mayDropUnrecorded(_ dial: Dial) -> Bool {
        let end = dial.endedAt ?? time.now
        let waited = end.duration(since: dial.startedAt)
        let isSecond = dials.contains {
            $0.stick == dial.stick && $0.startedAt < dial.startedAt
                && ($0.endedAt?.advanced(by: .milliseconds(20)) ?? .distantFuture) >= dial.startedAt
        }
        // What was written before it rang was meant for another, whose end nothing told.
        let isUnderWay = hangUpWrittenAt[dial.stick].map { $0 <= dial.startedAt } ?? false
        if isSecond || isUnderWay, waited < .milliseconds(20) { return true }
        if mayBeMistaken(dial) { return true }
        let isSomeOverdue = dials.contains { other in
            other.stick == dial.stick && other.startedAt <= dial.startedAt
                && (3...60).contains(end.duration(since: other.startedAt).components.seconds)
        }
        return badDisk.contains { $0.to > dial.startedAt && $0.from < end } && isSomeOverdue
    }
}
