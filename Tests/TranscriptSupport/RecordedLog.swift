public import Logging
import Synchronization

/// Everything that is logged, as it would be written.
public final class RecordedLog: Sendable {
    private let written = Mutex<[String]>([])

    public init() {}

    /// One event a line: level, message, metadata.
    public var text: String { written.withLock { $0.joined(separator: "\n") } }
    /// Takes every level, `trace` included.
    public var logger: Logger { Logger(label: "test", factory: { _ in Handler(record: self) }) }

    private struct Handler: LogHandler {
        let record: RecordedLog
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            record.written.withLock { $0.append("\(event.level) \(event.message) \(event.metadata ?? [:])") }
        }
    }
}
