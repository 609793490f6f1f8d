import Glibc
import Telephony

extension VirtualModem {
    /// `<time>` of `+CCLK` (3GPP TS 27.007, 8.15), in UTC: as the network tells it, or as a modem starts that nobody told.
    var clockText: String {
        guard let start = network.unixMillisecondsAtBoot else { return "80/01/06,00:00:00+00" }
        var seconds = time_t((start + now.nanoseconds / 1_000_000) / 1000 + clockOffset.components.seconds)
        var civil = unsafe tm()
        var text = [CChar](repeating: 0, count: 32)
        _ = unsafe gmtime_r(&seconds, &civil)
        let count = unsafe strftime(&text, text.count, "%y/%m/%d,%H:%M:%S+00", &civil)
        return String(decoding: text.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
