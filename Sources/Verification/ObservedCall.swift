public import Telephony

/// A call together with the reading that was made of its caller's digits: what the verifier decides on.
public struct ObservedCall: Hashable, Sendable {
    /// A ring as a port is opened, this long after a call of the same line and caller began that is not over, is still that call.
    public static let sameCall = Duration.seconds(60)

    /// Its identity gives way to that of an earlier record of the same call.
    public var call: IncomingCall
    /// Made with the line's home country.
    public let reading: CallerReading
    /// The number of the line, where it is known: `number_called`.
    public let lineNumber: MSISDN?
    /// What is suspicious about it, as far as the line's past tells.
    public let flags: Set<CallFlag>

    /// The caller's number, where it reads as one.
    public var number: E164? { if case .number(let number) = reading { number } else { nil } }

    public init(call: IncomingCall, reading: CallerReading, lineNumber: MSISDN?, flags: Set<CallFlag> = []) {
        self.call = call
        self.reading = reading
        self.lineNumber = lineNumber
        self.flags = flags
    }
}

/// A call as it was recorded.
public struct CallRecord: Hashable, Sendable {
    /// As it stood when it was recorded; what is told later changes nothing.
    public let call: IncomingCall
    /// As it was read then.
    public let reading: CallerReading
    /// The number of the line as it was known then: `number_called`.
    public let lineNumber: MSISDN?
    /// A claim may turn `no-pending` into `matched` later.
    public let disposition: Disposition
    /// The verification it ended, or was the last call of.
    public let verification: VerificationID?
    /// Whose verification that is.
    public let application: ApplicationName?
    /// When its end was confirmed; `nil`: it rings, or that is not written down yet.
    public let endedAt: Moment?

    public init(
        call: IncomingCall, reading: CallerReading, lineNumber: MSISDN?, disposition: Disposition, verification: VerificationID?,
        application: ApplicationName?, endedAt: Moment?
    ) {
        self.call = call
        self.reading = reading
        self.lineNumber = lineNumber
        self.disposition = disposition
        self.verification = verification
        self.application = application
        self.endedAt = endedAt
    }
}

/// What recording a call came to.
public struct Settlement: Hashable, Sendable {
    /// The identity under which it is recorded: that of the open row where this is a call already known.
    public let call: CallID
    /// Where this is a call already known, what that came to.
    public let disposition: Disposition
    /// The verification that it ended, or was the last call of.
    public let verification: VerificationID?
    /// Whose that is.
    public let application: ApplicationName?

    public init(
        call: CallID, disposition: Disposition, verification: VerificationID? = nil, application: ApplicationName? = nil
    ) {
        self.call = call
        self.disposition = disposition
        self.verification = verification
        self.application = application
    }

    /// The verification that this call ended.
    public var ended: VerificationID? { disposition == .matched ? verification : nil }
}
