import Logging
import VirtualWorld

/// The gateway's own log, with the world's time.
struct TraceLog: LogHandler {
    let ledger: Ledger
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.debug

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        print(ledger.seconds(ledger.time.now), "  \(event.level)", event.message, event.metadata.map { "\($0)" } ?? "")
    }
}
