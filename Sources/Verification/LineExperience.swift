public import Telephony

/// What the lines have seen of late and in all, and what is suspicious in its light. A value: no I/O, no clock.
///
/// It learns forms only from calls that verified somebody, so that whoever forges calls at random teaches it nothing.
public struct LineExperience: Sendable {
    /// From so many calls on a line is known to present a country's callers in a certain way.
    static let knownFrom = 20
    /// A form in less than one of so many calls is unusual.
    static let rare = 20
    static let memory = Duration.seconds(600)
    static let paceWindow = Duration.seconds(60)
    static let mostCallsInPaceWindow = 30
    static let mostCallsWithoutCause = 5
    static let doubtfulFrom = 5
    /// Numbers that are remembered.
    static let capacity = 4096

    private struct Place: Hashable {
        let line: LineID
        let country: String

        init(_ form: CallerForm) { (line, country) = (form.line, form.country) }
    }

    private var forms: [Place: [String: Int]] = [:]
    /// Suspicious calls in a row on each line.
    private var suspicious: [LineID: Int] = [:]
    private var rings: [LineID: [BootInstant]] = [:]
    private var withoutCause: [E164: [BootInstant]] = [:]

    /// `forms`: how many calls showed each so far, as the store has kept it.
    public init(forms: [CallerForm: Int] = [:]) {
        for (form, calls) in forms { self.forms[Place(form), default: [:]][form.form] = calls }
    }

    /// What is suspicious about a call; `country` is that of the caller's number, `home` that of the line.
    public func flags(of call: IncomingCall, from number: E164, country: String?, home: String?) -> Set<CallFlag> {
        var flags: Set<CallFlag> = []
        if let country, let home, country != home { flags.insert(.foreignRoute) }
        if let form = country.flatMap({ CallerForm(call, country: $0) }), isUnusual(form) { flags.insert(.unusualForm) }
        let now = call.rangAt.instant
        if recent(rings[call.line], at: now, within: LineExperience.paceWindow) > LineExperience.mostCallsInPaceWindow {
            flags.insert(.unusualPace)
        }
        if recent(withoutCause[number], at: now, within: LineExperience.memory) >= LineExperience.mostCallsWithoutCause {
            flags.insert(.ringingWithoutCause)
        }
        return flags
    }

    /// Takes a recorded call into account. Gives back the form to be kept for good, where there is one.
    public mutating func learn(_ call: IncomingCall, from number: E164?, country: String?, _ disposition: Disposition)
        -> CallerForm?
    {
        let now = call.rangAt.instant
        rings[call.line] = kept(rings[call.line], at: now, within: LineExperience.paceWindow) + [now]
        switch disposition {
        case .suspicious: suspicious[call.line, default: 0] += 1
        case .matched: suspicious[call.line] = nil
        default: break
        }
        if let number, disposition == .noPending { noteWithoutCause(number, at: now) }
        guard disposition == .matched, let form = country.flatMap({ CallerForm(call, country: $0) }) else { return nil }
        learn(form)
        return form
    }

    /// Takes into account that a person who called in this form was confirmed in another way.
    public mutating func learn(_ form: CallerForm) { forms[Place(form), default: [:]][form.form, default: 0] += 1 }

    /// Lines on which five calls in a row were the right ones and not trusted: the network may present callers in another way by now.
    public var linesInDoubt: Set<LineID> {
        Set(suspicious.filter { $0.value >= LineExperience.doubtfulFrom }.keys)
    }

    private mutating func noteWithoutCause(_ number: E164, at now: BootInstant) {
        if withoutCause.count >= LineExperience.capacity {
            withoutCause = withoutCause.filter { recent($0.value, at: now, within: LineExperience.memory) > 0 }
            if withoutCause.count >= LineExperience.capacity { withoutCause = [:] }
        }
        withoutCause[number] = kept(withoutCause[number], at: now, within: LineExperience.memory) + [now]
    }

    private func isUnusual(_ form: CallerForm) -> Bool {
        let seen = forms[Place(form)] ?? [:]
        let all = seen.values.reduce(0, +)
        return all >= LineExperience.knownFrom && seen[form.form, default: 0] * LineExperience.rare < all
    }

    private func recent(_ instants: [BootInstant]?, at now: BootInstant, within window: Duration) -> Int {
        (instants ?? []).count { now.duration(since: $0) < window }
    }

    /// The recent ones, and no more than can matter.
    private func kept(_ instants: [BootInstant]?, at now: BootInstant, within window: Duration) -> [BootInstant] {
        (instants ?? []).filter { now.duration(since: $0) < window }.suffix(LineExperience.mostCallsInPaceWindow)
    }
}
