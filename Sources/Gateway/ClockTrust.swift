import Telephony

/// Whether a wall clock is believed by what cannot be undone. One that leaps more than a day ahead is, after another day: a board without a
/// clock of its own may start in the wrong year. A value: no I/O.
struct ClockTrust: Equatable, Sendable {
    static let leap = Duration.seconds(86_400)

    private var last: Moment
    private var believedFrom: BootInstant

    /// `lastKnown`: the latest time that is known to have been, Unix milliseconds.
    init(lastKnown: Int64?, at now: Moment) {
        let passed = lastKnown.map { Duration.milliseconds(now.unixMilliseconds - $0) } ?? .zero
        last = now
        believedFrom = passed > ClockTrust.leap ? now.instant.advanced(by: ClockTrust.leap) : now.instant
    }

    mutating func isBelieved(at now: Moment) -> Bool {
        let shown = Duration.milliseconds(now.unixMilliseconds - last.unixMilliseconds)
        if shown - now.instant.duration(since: last.instant) > ClockTrust.leap {
            believedFrom = now.instant.advanced(by: ClockTrust.leap)
        }
        last = now
        return now.instant >= believedFrom
    }
}
