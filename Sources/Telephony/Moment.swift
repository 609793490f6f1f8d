/// Time since the machine started, sleep included (`CLOCK_BOOTTIME`). Nobody can set it, so lifetimes run on it.
public struct BootInstant: Hashable, Comparable, Sendable, Codable {
    /// Nanoseconds since the start of the machine.
    public let nanoseconds: Int64

    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    public static func < (left: BootInstant, right: BootInstant) -> Bool { left.nanoseconds < right.nanoseconds }

    /// This instant moved by a duration; saturates instead of overflowing.
    public func advanced(by duration: Duration) -> BootInstant {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.wholeNanoseconds)
        return BootInstant(nanoseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// How long after `earlier` this is; negative if before.
    public func duration(since earlier: BootInstant) -> Duration {
        .nanoseconds(nanoseconds.subtractingReportingOverflow(earlier.nanoseconds).partialValue)
    }
}

/// Which start of the machine an instant belongs to (Linux: `/proc/sys/kernel/random/boot_id`).
public struct BootID: Hashable, Sendable, Codable, RawRepresentable {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
}

/// When something happened: by the clock that orders events, and by the clock that people read.
public struct Moment: Hashable, Sendable, Codable {
    /// Which start of the machine.
    public let boot: BootID
    /// Orders moments of one boot, and carries lifetimes.
    public let instant: BootInstant
    /// Milliseconds since 1970-01-01T00:00:00Z by the wall clock; for people and records, never for order.
    public let unixMilliseconds: Int64

    public init(boot: BootID, instant: BootInstant, unixMilliseconds: Int64) {
        self.boot = boot
        self.instant = instant
        self.unixMilliseconds = unixMilliseconds
    }

    /// Whether this is later than `other`. Moments of different boots: this one is taken as the later, because only the
    /// present boot makes new moments and the others come out of the store.
    public func isAfter(_ other: Moment) -> Bool { boot != other.boot || instant > other.instant }

    /// This moment moved by a duration on both clocks.
    public func advanced(by duration: Duration) -> Moment {
        Moment(
            boot: boot, instant: instant.advanced(by: duration),
            unixMilliseconds: unixMilliseconds + duration.wholeNanoseconds / 1_000_000)
    }
}

extension Duration {
    /// Whole nanoseconds, saturated to `Int64` (about 292 years).
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        guard !overflow else { return seconds < 0 ? .min : .max }
        let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
        return carried ? (seconds < 0 ? .min : .max) : sum
    }
}
