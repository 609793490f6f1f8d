import GRDB
import Telephony
import Verification

/// Records a call and what it comes to, in the transaction at hand.
struct CallSettlement {
    let database: Database
    let judge: CallJudge

    func settle(_ observed: ObservedCall) throws -> Settlement {
        let calls = CallTable(database: database)
        if let known = try calls.settled(observed.call) { return known }
        let verifications = VerificationTable(database: database)
        let slots = try slots(for: observed, in: verifications)
        let judgement = judge.judge(observed, slots: slots)
        let concerned = slots.first { $0.id == judgement.verification }
        try calls.insert(observed, judgement, of: concerned?.application)
        return try write(judgement, observed, concerned, verifications)
    }

    private func slots(for observed: ObservedCall, in table: VerificationTable) throws -> [Verification] {
        switch observed.reading {
        case .number(let number): try table.slots(of: number, gap: judge.gap, now: observed.call.rangAt)
        case .ambiguous, .none: try table.pending(on: observed.call.line)
        }
    }

    private func write(
        _ judgement: CallJudgement, _ observed: ObservedCall, _ concerned: Verification?, _ table: VerificationTable
    ) throws -> Settlement {
        let call = observed.call
        if judgement.disposition == .matched, let concerned {
            let verified = concerned.verified(by: observed, presentation: presentation(of: call))
            _ = try VerificationEnd(database: database).write(verified, at: call.rangAt)
        } else if let concerned {
            let note = Verification.LastCall(disposition: judgement.disposition, at: call.rangAt.unixMilliseconds)
            try table.noteLastCall(note, of: concerned.id)
        }
        return Settlement(call: call.id, disposition: judgement.disposition, ended: judgement.ends)
    }

    /// What was presented; made of the caller where a modem told the caller without a presentation.
    private func presentation(of call: IncomingCall) -> CallerPresentation {
        if let presentation = call.presentation { return presentation }
        guard case .presented(let digits, let type) = call.caller else {
            return CallerPresentation(digits: "", typeOfAddress: .unspecified)
        }
        return CallerPresentation(digits: digits, typeOfAddress: type)
    }
}
