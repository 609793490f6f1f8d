import PhoneNumbers
import Synchronization
import Telephony
import Verification

/// What the lines have seen, shared by those who ask and those who add to it.
final class Scrutiny: Sendable {
    private let experience: Mutex<LineExperience>
    private let plan: NumberingPlan

    init(_ experience: LineExperience, plan: NumberingPlan) {
        self.experience = Mutex(experience)
        self.plan = plan
    }

    /// What is suspicious about a call.
    func flags(of call: IncomingCall, _ reading: CallerReading, home: String?) -> Set<CallFlag> {
        guard case .number(let number) = reading else { return [] }
        let country = plan.region(of: number)
        return experience.withLock { $0.flags(of: call, from: number, country: country, home: home) }
    }

    /// Lines whose network may present callers in another way by now.
    var linesInDoubt: Set<LineID> { experience.withLock { $0.linesInDoubt } }

    /// Takes into account that a suspicious call was confirmed; gives back the form to be kept for good.
    func learn(confirmed verification: Verification) -> CallerForm? {
        guard let country = plan.region(of: verification.phoneNumber),
            let form = verification.evidence.flatMap({ CallerForm($0, country: country) })
        else { return nil }
        experience.withLock { $0.learn(form) }
        return form
    }

    /// Takes a recorded call into account; gives back the form to be kept for good.
    func learn(_ observed: ObservedCall, _ disposition: Disposition) -> CallerForm? {
        let country = observed.number.flatMap { plan.region(of: $0) }
        return experience.withLock { $0.learn(observed.call, from: observed.number, country: country, disposition) }
    }
}
