import ATSyntax
import Telephony

/// Which health questions are due. What a modem refuses is not asked again in the same session.
struct Survey: Equatable, Sendable {
    private var due: [SurveyQuery: BootInstant] = [:]
    private var askedAt: [SurveyQuery: BootInstant] = [:]
    /// What there is reason to ask, of ``SurveyQuery/onDoubt``.
    private var doubts: Set<SurveyQuery> = []
    private let profile: ModemProfile

    init(profile: ModemProfile) { self.profile = profile }

    /// The bring-up has come to its end: it asked registration, signal and network itself.
    mutating func begin(at now: BootInstant) {
        let asked = SurveyQuery.all.filter { !SurveyQuery.onDoubt.contains($0) || doubts.contains($0) }
        for query in asked where query.command(of: profile) != nil {
            due[query] = SurveyQuery.known.contains(query) ? now.advanced(by: query.interval) : now
        }
    }

    /// There is reason to ask this.
    mutating func doubt(_ query: SurveyQuery) { doubts.insert(query) }

    var nextDeadline: BootInstant? { due.values.min() }

    /// What is to be asked now.
    mutating func take(at now: BootInstant) -> [(SurveyQuery, ATCommand)] {
        let taken = SurveyQuery.all.filter { due[$0].map { $0 <= now } ?? false }
        for query in taken { (due[query], askedAt[query]) = (now.advanced(by: query.interval), now) }
        return taken.compactMap { query in query.command(of: profile).map { (query, $0) } }
    }

    private static let shortestInterval = Duration.seconds(30)

    /// Asks these then, and after that as often as ever, but none twice within half a minute: what a modem answers too late may be the very
    /// reason to ask.
    mutating func ask(_ queries: [SurveyQuery], at time: BootInstant) {
        for query in queries {
            guard let present = due[query] else { continue }
            let earliest = askedAt[query]?.advanced(by: Survey.shortestInterval) ?? time
            due[query] = min(present, max(time, earliest))
        }
    }

    /// The modem does not know this command. What all know is refused only for a while: while there is no SIM, or it is not ready.
    mutating func refused(_ query: SurveyQuery) {
        if !SurveyQuery.knownToAll.contains(query) { due[query] = nil }
    }
}
