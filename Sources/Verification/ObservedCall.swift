public import Telephony

/// A call together with the reading that was made of its caller's digits: what the verifier decides on.
public struct ObservedCall: Hashable, Sendable {
    public let call: IncomingCall
    public let reading: CallerReading
    /// The number of the line, where it is known: `number_called`.
    public let lineNumber: MSISDN?

    /// The caller's number, where it reads as one.
    public var number: E164? { if case .number(let number) = reading { number } else { nil } }

    public init(call: IncomingCall, reading: CallerReading, lineNumber: MSISDN?) {
        self.call = call
        self.reading = reading
        self.lineNumber = lineNumber
    }
}

/// A call as it was recorded.
public struct CallRecord: Hashable, Sendable {
    public let call: IncomingCall
    public let reading: CallerReading
    public let lineNumber: MSISDN?
    public let disposition: Disposition
    /// The verification it ended, or was the last call of.
    public let verification: VerificationID?
    /// Whose verification that is.
    public let application: ApplicationName?
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
    public let disposition: Disposition
    /// The verification that this call ended.
    public let ended: VerificationID?

    public init(call: CallID, disposition: Disposition, ended: VerificationID?) {
        self.call = call
        self.disposition = disposition
        self.ended = ended
    }
}
