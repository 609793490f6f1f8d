extension UnixTime {
    /// Later by a duration, rounded towards zero to milliseconds; saturates.
    public static func + (time: UnixTime, wait: Duration) -> UnixTime {
        let (sum, overflow) = time.milliseconds.addingReportingOverflow(wait.wholeMilliseconds)
        return overflow ? UnixTime(milliseconds: wait < .zero ? .min : .max) : UnixTime(milliseconds: sum)
    }

    /// From the right to the left; negative where the left is earlier; saturates.
    public static func - (left: UnixTime, right: UnixTime) -> Duration {
        let (gap, overflow) = left.milliseconds.subtractingReportingOverflow(right.milliseconds)
        return .milliseconds(overflow ? (left < right ? .min : .max) : gap)
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { milliseconds / 1000 - (milliseconds % 1000 < 0 ? 1 : 0) }
}

extension Duration {
    /// Rounded towards zero; saturates.
    var wholeMilliseconds: Int64 {
        let (whole, overflow) = components.seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return components.seconds < 0 ? .min : .max }
        let (sum, tooFar) = whole.addingReportingOverflow(components.attoseconds / 1_000_000_000_000_000)
        return tooFar ? (whole < 0 ? .min : .max) : sum
    }
}
