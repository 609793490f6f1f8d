import Telephony

/// Decides what a call comes to. Pure: the same call and slots always give the same answer.
public struct CallJudge: Hashable, Sendable {
    /// How long a slot stays taken after its verification ended.
    public let gap: Duration
    /// The suspicions that each application accepts; those not named accept the standard ones.
    public let accepted: [ApplicationName: Set<CallFlag>]

    public init(gap: Duration = SlotPolicy().gap, accepted: [ApplicationName: Set<CallFlag>] = [:]) {
        self.gap = gap
        self.accepted = accepted
    }

    /// `slots`: the verifications of the caller's number that are pending or ended within the gap, on any line; for a call
    /// without a readable number, the pending ones of its line.
    public func judge(_ observed: ObservedCall, slots: [Verification]) -> CallJudgement {
        guard let obstacle = obstacle(to: observed) else { return judgeMatchable(observed, slots: slots) }
        return CallJudgement(obstacle, couldHaveBeen(observed, among: slots)?.id)
    }

    /// Why the call could verify nobody, whatever was asked.
    private func obstacle(to observed: ObservedCall) -> Disposition? {
        let call = observed.call
        if call.bearer != .voice { return .notVoice }
        if call.forwarding == .yes { return .forwarded }
        switch (call.caller, observed.reading) {
        case (.withheld, _): return .withheld
        case (.unavailable, _), (.presented, .none): return .unavailable
        case (.presented, .ambiguous): return .ambiguous
        case (.presented, .number): return nil
        }
    }

    /// The one pending verification that the caller of an unfit call may have meant.
    private func couldHaveBeen(_ observed: ObservedCall, among slots: [Verification]) -> Verification? {
        let open = slots.filter {
            $0.status == .pending && counts(observed.call, for: $0) && isOfNumber(observed, $0) && !isTooLate(observed.call, $0)
        }
        return open.count == 1 ? open.first : nil
    }

    private func judgeMatchable(_ observed: ObservedCall, slots: [Verification]) -> CallJudgement {
        let call = observed.call
        let ours = slots.filter { isOfNumber(observed, $0) }
        let counted = ours.filter { counts(call, for: $0) }
        if let open = counted.last(where: { $0.status == .pending }) {
            return isTooLate(call, open) ? CallJudgement(.late, open.id) : judgeMatch(observed, open, among: ours)
        }
        if let ended = counted.last(where: { isInGap(call, $0) }) {
            return CallJudgement(ended.status == .verified ? .duplicate : .late, ended.id)
        }
        let elsewhere = ours.last { $0.status == .pending && line(of: call, in: $0) == nil && call.rangAt.isAfter($0.createdAt) }
        return elsewhere.map { CallJudgement(.wrongLine, $0.id) } ?? CallJudgement(.noPending)
    }

    /// The call in question; suspicious where something about it is not accepted.
    private func judgeMatch(_ observed: ObservedCall, _ open: Verification, among ours: [Verification]) -> CallJudgement {
        let isContested = ours.count { $0.status == .pending } > 1
        let flags = isContested ? observed.flags.union([.contested]) : observed.flags
        let isAccepted = flags.isSubset(of: accepted[open.application] ?? CallFlag.standardAccepted)
        return CallJudgement(isAccepted ? .matched : .suspicious, open.id, flags: flags)
    }

    /// Every digit has to be equal.
    private func isOfNumber(_ observed: ObservedCall, _ verification: Verification) -> Bool {
        guard case .number(let number) = observed.reading else { return true }
        return number == verification.phoneNumber
    }

    /// Whether the call rang on a line that had been handed out by then. A virtual call counts for nothing real.
    private func counts(_ call: IncomingCall, for verification: Verification) -> Bool {
        guard let handedOut = line(of: call, in: verification) else { return false }
        return call.rangAt.isAfter(handedOut.since)
    }

    private func line(of call: IncomingCall, in verification: Verification) -> Verification.HandedOutLine? {
        guard verification.isSimulated || !call.isSimulated else { return nil }
        return verification.handedOut.first { $0.line == call.line }
    }

    private func isTooLate(_ call: IncomingCall, _ verification: Verification) -> Bool {
        call.rangAt.elapsed(since: verification.deadline) >= .zero
    }

    private func isInGap(_ call: IncomingCall, _ verification: Verification) -> Bool {
        guard let endedAt = verification.endedAt else { return false }
        return call.rangAt.elapsed(since: endedAt) < gap
    }
}
