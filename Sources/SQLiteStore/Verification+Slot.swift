import Telephony
import Verification

extension Verification {
    /// Whether its number still has its slots: pending, or ended within the gap.
    func holdsSlot(gap: Duration, now: Moment) -> Bool {
        guard let endedAt else { return true }
        return now.elapsed(since: endedAt) < gap
    }

    /// This one, ended.
    func ended(as status: VerificationStatus, at moment: Moment, reason: String? = nil) -> Verification {
        var ended = self
        ended.status = status
        ended.endedAt = moment
        ended.reason = reason
        return ended
    }

    /// This one, verified by a call.
    func verified(by call: IncomingCall, flags: Set<CallFlag>) -> Verification {
        var verified = resting(on: call, .matched, flags: flags).ended(as: .verified, at: call.rangAt)
        verified.assurance = .presented
        return verified
    }

    /// This one, with a call that would have verified it but for its flags.
    func suspected(_ call: IncomingCall, flags: Set<CallFlag>) -> Verification { resting(on: call, .suspicious, flags: flags) }

    private func resting(on call: IncomingCall, _ disposition: Disposition, flags: Set<CallFlag>) -> Verification {
        var resting = self
        resting.lastCall = LastCall(disposition: disposition, at: call.rangAt.unixMilliseconds)
        resting.evidence = Evidence(call)
        resting.flags = flags
        return resting
    }

    /// This one, expired; the reason names what was suspicious, where a call was not enough.
    func expired(at moment: Moment) -> Verification {
        let names = flags.map(\.rawValue).sorted().joined(separator: ", ")
        return ended(as: .expired, at: moment, reason: flags.isEmpty ? nil : "a call came, and was not trusted: \(names)")
    }

    /// Whether a call was there that would have verified it but for its flags.
    var isSuspected: Bool { status == .pending && !flags.isEmpty && evidence != nil }

    /// This one as it was created.
    func asCreated(lifetime: Duration) -> Verification {
        Verification(
            id: id, application: application, phoneNumber: phoneNumber, handedOut: Array(handedOut.prefix(1)),
            reference: reference, metadata: metadata, callbackURL: callbackURL, createdAt: createdAt,
            deadline: createdAt.advanced(by: lifetime), client: client, face: face, isSimulated: isSimulated)
    }
}

extension Verification.Evidence {
    /// What a call lets a result rest on.
    init(_ call: IncomingCall) {
        self.init(
            call: call.id, line: call.line, presentation: call.shownPresentation, rangAt: call.rangAt.unixMilliseconds,
            forwarding: call.forwarding)
    }
}

extension IncomingCall {
    /// What was presented; made of the caller where a modem told the caller without a presentation.
    fileprivate var shownPresentation: CallerPresentation {
        if let presentation { return presentation }
        guard case .presented(let digits, let type) = caller else {
            return CallerPresentation(digits: "", typeOfAddress: .unspecified)
        }
        return CallerPresentation(digits: digits, typeOfAddress: type)
    }
}
