import Glibc
import Outbox

extension UnixTime {
    /// Now, to judge a `Retry-After` that names a date.
    static var wallClock: UnixTime {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
        return UnixTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}
