public import Telephony

/// A call that is durable, and what may wait until its hang-up is written.
public struct RecordedCall: Sendable {
    /// The identity it is recorded under.
    public let id: CallID
    /// Tells whoever else wants to know; called after the hang-up, so that nobody's curiosity delays it.
    public let announce: @Sendable () -> Void

    public init(id: CallID, announce: @escaping @Sendable () -> Void) {
        self.id = id
        self.announce = announce
    }
}
