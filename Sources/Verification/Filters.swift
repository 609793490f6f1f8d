public import Telephony

/// Which verifications to list.
public struct VerificationFilter: Hashable, Sendable {
    /// `nil`: every application's (the admin's view).
    public var application: ApplicationName?
    /// Compared whole; `nil`: any.
    public var phoneNumber: E164?
    /// Compared whole; `nil`: any, also none.
    public var reference: String?
    /// `nil`: any.
    public var status: VerificationStatus?
    /// When it was made, by the wall clock.
    public var created: TimeRange

    public init(
        application: ApplicationName?, phoneNumber: E164? = nil, reference: String? = nil, status: VerificationStatus? = nil,
        created: TimeRange = TimeRange()
    ) {
        self.application = application
        self.phoneNumber = phoneNumber
        self.reference = reference
        self.status = status
        self.created = created
    }
}

/// Which calls to list.
public struct CallFilter: Hashable, Sendable {
    /// `nil`: any.
    public var disposition: Disposition?
    /// The line's number; `nil`: any, also an unknown one.
    public var numberCalled: MSISDN?
    /// When it began to ring, by the wall clock.
    public var started: TimeRange
    /// Lines whose calls are left out, unless they were for a verification of `viewer`.
    public var hiddenLines: Set<MSISDN>
    /// `nil`: nobody; hidden lines are hidden whole.
    public var viewer: ApplicationName?

    public init(
        disposition: Disposition? = nil, numberCalled: MSISDN? = nil, started: TimeRange = TimeRange(),
        hiddenLines: Set<MSISDN> = [],
        viewer: ApplicationName? = nil
    ) {
        self.disposition = disposition
        self.numberCalled = numberCalled
        self.started = started
        self.hiddenLines = hiddenLines
        self.viewer = viewer
    }
}

/// From one time to another, both left out.
public struct TimeRange: Hashable, Sendable {
    /// Unix milliseconds.
    public var after: Int64?
    /// Unix milliseconds.
    public var before: Int64?

    public init(after: Int64? = nil, before: Int64? = nil) {
        self.after = after
        self.before = before
    }
}

/// One page of a list, newest first.
public struct PageRequest: Hashable, Sendable {
    /// 1 to 100.
    public let limit: Int
    /// Where the last page ended: the store's sequence number.
    public let before: Int64?

    public init(limit: Int, before: Int64? = nil) {
        self.limit = min(max(limit, 1), 100)
        self.before = before
    }
}

/// Items, and where the next page begins.
public struct Page<Item: Sendable>: Sendable {
    /// As many as the request's limit at the most.
    public let items: [Item]
    /// `nil`: this was the last page.
    public let next: Int64?

    public init(items: [Item], next: Int64?) {
        self.items = items
        self.next = next
    }
}
