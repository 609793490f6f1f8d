import ATSyntax
import Modem
import Telephony

extension ModemFacts.NetworkTime {
    /// How far the machine's clock is ahead of the network's: the smaller figure of the two ways in which firmware writes it.
    func skew(at now: Moment) -> Duration {
        let wall = now.advanced(by: heardAt.duration(since: now.instant)).unixMilliseconds
        let skews = clock.readings.map { wall - $0 * 1000 }
        return .milliseconds(skews.min { $0.magnitude < $1.magnitude } ?? 0)
    }
}
