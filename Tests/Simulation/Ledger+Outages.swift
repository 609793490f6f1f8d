import Telephony
import VirtualWorld

/// When which modem could take no calls, and why.
extension Ledger {
    struct Outage {
        enum Kind { case unplugged, unregistered, frozen, stalled, restarted, cut, unwatched }

        let stick: Int
        let kind: Kind
        let from: BootInstant
        /// `nil`: it lasts.
        var to: BootInstant?
        /// What the modem was to tell of it may be forgotten.
        var isUntold = false
    }

    func begin(_ kind: Outage.Kind, of stick: Int, for duration: Duration? = nil) {
        outages.append(Outage(stick: stick, kind: kind, from: time.now, to: duration.map { time.now.advanced(by: $0) }))
    }

    func end(_ kind: Outage.Kind, of stick: Int) {
        for index in outages.indices where outages[index].stick == stick && outages[index].kind == kind && outages[index].to == nil
        {
            outages[index].to = time.now
        }
    }

    /// What it was about to tell of its network it tells later, if ever.
    func forgetWhatIsUntold(by stick: Int) {
        for index in outages.indices
        where outages[index].stick == stick && outages[index].to == nil
            && time.now.duration(since: outages[index].from) < .seconds(1)
        {
            outages[index].isUntold = true
        }
    }

    /// An outage of the line that shows, that had to be known of by then, and lasted until `end` at least.
    func knownOutage(of stick: Int, at instant: BootInstant, until end: BootInstant) -> Outage? {
        outages.first { outage in
            outage.stick == stick && noticeLimit(of: outage).map { outage.from.advanced(by: $0) < instant } ?? false
                && outage.to.map { $0 > end } ?? true
        }
    }

    /// Whether a line was away for as long as people wait for it, not long before.
    func wasAway(_ stick: Int, before instant: BootInstant) -> Bool {
        outages.contains { outage in
            outage.stick == stick && instant.duration(since: outage.from) >= .seconds(14)
                && outage.to.map { instant.duration(since: $0) < .seconds(120) } ?? true
        }
    }

    /// Within this time a line is known to be bad; one that lost its network and started again in the bring-up tells nothing by itself.
    /// `nil`: it need not be noticed.
    private func noticeLimit(of outage: Outage) -> Duration? {
        switch outage.kind {
        case .unplugged: .seconds(5)
        case .unregistered: outage.isUntold || hasRestarted(outage.stick, around: outage.from) ? .seconds(120) : .seconds(5)
        case .frozen: .seconds(80)
        case .stalled, .restarted, .cut, .unwatched: nil
        }
    }

    private func hasRestarted(_ stick: Int, around instant: BootInstant) -> Bool {
        outages.contains { outage in
            outage.stick == stick && [.restarted, .frozen, .stalled, .unwatched, .cut].contains(outage.kind)
                && outage.from <= instant.advanced(by: .seconds(5))
                && instant.duration(since: outage.to ?? instant) < .seconds(300)
        }
    }
}
