/// How a call from one line to another ended, as the calling side saw it.
public enum TestCallEnd: String, Hashable, Sendable {
    /// The other side, or the network, ended it: as it is when the other line drops it.
    case ended
    /// It rang for its whole time.
    case rangOut = "rang-out"
    /// Somebody answered, and it was hung up at once.
    case answered
    /// The modem did not dial at all: another call is there, it is not ready, or it refuses.
    case refused
}

/// What a command of a test call is for.
public enum TestCallCommand: Hashable, Sendable { case dial, list, hangUp }

/// How a call is hung up that a process before dialled.
public enum LeftBehindWay: Hashable, Sendable { case first, second }
