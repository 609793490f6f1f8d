/// What can go wrong with a modem on request.
public enum VirtualModemFault: Hashable, Sendable {
    /// These bytes appear on the port at once.
    case noise([UInt8])
    /// So many bytes without an end of line.
    case endlessLine(Int)
    /// Commands and rings are taken, but nothing is written for a time; then all of it comes.
    case stall(Duration)
    /// Nothing is ever written again.
    case silence
    /// Each answer comes this much later; URCs stay on time.
    case lateAnswers(Duration)
    /// A silent reset: settings are lost, the boot lines appear.
    case reset
    /// The plug is drawn.
    case unplug
}
