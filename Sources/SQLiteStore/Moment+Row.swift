import GRDB
import Telephony

extension Moment {
    /// The moment in the columns `prefix_boot`, `prefix_ns`, `prefix_ms`; `nil` where they are null.
    init?(_ row: Row, _ prefix: String) {
        guard let boot: String = row["\(prefix)_boot"], let instant: Int64 = row["\(prefix)_ns"],
            let milliseconds: Int64 = row["\(prefix)_ms"]
        else { return nil }
        self.init(boot: BootID(rawValue: boot), instant: BootInstant(nanoseconds: instant), unixMilliseconds: milliseconds)
    }

    /// The three columns' values.
    var columns: [(any DatabaseValueConvertible)?] { [boot.rawValue, instant.nanoseconds, unixMilliseconds] }
}
