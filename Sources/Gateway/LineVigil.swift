import Telephony

/// How long each line that people wait on has been dead, and which have been for too long. A value: no I/O, no clock.
struct LineVigil: Equatable, Sendable {
    /// How long people wait on a line that is dead.
    static let patience = Duration.seconds(15)
    /// How long after the start a modem may take to be seen: USB devices come one after the other.
    static let startPatience = Duration.seconds(60)

    private let start: BootInstant
    private var deadSince: [LineID: BootInstant] = [:]

    init(start: BootInstant) { self.start = start }

    /// `dead`: the lines that calls do not reach now; `seen`: those whose card was read since the start. Gives back the lines that
    /// have been dead for too long, and when the next one will have been.
    mutating func look(dead: Set<LineID>, seen: Set<LineID>, at now: BootInstant) -> (due: Set<LineID>, next: BootInstant?) {
        deadSince = deadSince.filter { dead.contains($0.key) }
        for line in dead where deadSince[line] == nil { deadSince[line] = now }
        let ends = deadSince.map { line, since in (line: line, end: end(of: line, since: since, isSeen: seen.contains(line))) }
        return (Set(ends.filter { $0.end <= now }.map(\.line)), ends.map(\.end).filter { $0 > now }.min())
    }

    /// One that is plugged in again is not known to be there until its card was read; one not seen since the start may still come.
    private func end(of line: LineID, since: BootInstant, isSeen: Bool) -> BootInstant {
        let end = since.advanced(by: LineVigil.patience)
        return isSeen ? end : max(end, start.advanced(by: LineVigil.startPatience))
    }
}
