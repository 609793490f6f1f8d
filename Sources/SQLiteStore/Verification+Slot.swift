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
    func verified(by observed: ObservedCall, presentation: CallerPresentation) -> Verification {
        let call = observed.call
        var verified = ended(as: .verified, at: call.rangAt)
        verified.assurance = .presented
        verified.lastCall = LastCall(disposition: .matched, at: call.rangAt.unixMilliseconds)
        verified.evidence = Evidence(
            call: call.id, line: call.line, presentation: presentation, rangAt: call.rangAt.unixMilliseconds,
            forwarding: call.forwarding)
        return verified
    }

    /// This one as it was created.
    func asCreated(lifetime: Duration) -> Verification {
        Verification(
            id: id, application: application, phoneNumber: phoneNumber, handedOut: Array(handedOut.prefix(1)),
            reference: reference, metadata: metadata, callbackURL: callbackURL, createdAt: createdAt,
            deadline: createdAt.advanced(by: lifetime), isSimulated: isSimulated)
    }
}
