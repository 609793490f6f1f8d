import Telephony

/// What rings as the port is opened.
extension CallTracker {
    /// The port is open; a call may ring that began before.
    mutating func opened(at now: BootInstant) { (openedAt, isPlaced) = (now, false) }

    /// The line is known: what waits can be recorded, and has all its time for that.
    mutating func placed(at now: BootInstant) -> [Action] {
        isPlaced = true
        for position in calls.indices {
            if case .settling = calls[position].phase { calls[position].phase = .settling(since: now) }
            if calls[position].heldSince != nil { calls[position].heldSince = now }
        }
        return hangUpWhatIsSettled(at: now)
    }

    /// Whether a call whose first sign comes now may have begun before the port was opened.
    func mayHaveBegunEarlier(at now: BootInstant) -> Bool {
        guard let openedAt, now.duration(since: openedAt) < silence else { return false }
        return !isQuiet(at: now)
    }

    /// Whether nothing has rung since the last call ended, for so long that one that waited beside it would have.
    private func isQuiet(at now: BootInstant) -> Bool {
        guard calls.isEmpty, let lastEnd else { return false }
        return now.duration(since: lastEnd) > ringPeriod * 3 / 2
    }

    /// The list, of a modem that lists what rings, shows nothing.
    mutating func noteNothingRings() { openedAt = nil }
}
