public import Telephony

extension Moment {
    /// How long after `earlier` this is; negative if before. Within one boot by the boot clock; across boots by the wall clock,
    /// the only one that both share.
    public func elapsed(since earlier: Moment) -> Duration {
        boot == earlier.boot
            ? instant.duration(since: earlier.instant)
            : .milliseconds(unixMilliseconds.subtractingReportingOverflow(earlier.unixMilliseconds).partialValue)
    }
}
