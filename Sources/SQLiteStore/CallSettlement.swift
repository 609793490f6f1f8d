import GRDB
import Telephony
import Verification

/// Records a call and what it comes to, in the transaction at hand.
struct CallSettlement {
    let database: Database
    let customers: Customers
    let gap: Duration
    /// When it is recorded; the call may have waited for the disk.
    let now: Moment

    func settle(_ observed: ObservedCall) throws -> Settlement {
        let calls = CallTable(database: database)
        if let known = try calls.settled(observed) { return known }
        let judge = CallJudge(gap: gap, accepted: customers.acceptedFlags)
        let slots = try slots(for: observed)
        let judgement = judge.judge(observed, slots: slots)
        let concerned = slots.first { $0.id == judgement.verification }
        try calls.insert(observed, judgement, of: concerned?.application)
        try FanOut(database: database, customers: customers, now: now).tell(
            CallRecord(
                call: observed.call, reading: observed.reading, lineNumber: observed.lineNumber,
                disposition: judgement.disposition, verification: judgement.verification, application: concerned?.application,
                endedAt: nil))
        if let concerned { try write(judgement, observed.call, concerned) }
        return Settlement(
            call: observed.call.id, disposition: judgement.disposition, verification: judgement.verification,
            application: concerned?.application)
    }

    private func slots(for observed: ObservedCall) throws -> [Verification] {
        let table = VerificationTable(database: database)
        switch observed.reading {
        case .number(let number): return try table.slots(of: number, gap: gap, now: observed.call.rangAt)
        case .ambiguous, .none: return try table.someOfPending(on: observed.call.line)
        }
    }

    private func write(_ judgement: CallJudgement, _ call: IncomingCall, _ concerned: Verification) throws {
        let table = VerificationTable(database: database)
        switch judgement.disposition {
        case .matched:
            let verified = concerned.verified(by: call, flags: judgement.flags)
            _ = try VerificationEnd(database: database, customers: customers).write(verified, at: now)
        case .suspicious:
            try table.noteSuspicion(concerned.suspected(call, flags: judgement.flags))
        default:
            let note = Verification.LastCall(disposition: judgement.disposition, at: call.rangAt.unixMilliseconds)
            try table.noteLastCall(note, of: concerned.id)
        }
    }
}
