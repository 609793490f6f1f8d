import Telephony

/// A call that is over and recorded.
struct Closing: Sendable {
    let call: CallID
    let isDropped: Bool
    /// The station where it rang.
    let id: String
}
