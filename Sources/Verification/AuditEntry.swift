/// One administrative act.
public struct AuditEntry: Hashable, Sendable {
    /// Unix milliseconds.
    public let at: Int64
    /// `operator` for the admin socket, else the identity of the key.
    public let actor: String
    /// `key.created`, `endpoint.disabled`, `number.erased` …
    public let act: String
    /// What it was done to; a phone number only masked.
    public let subject: String
    /// Where the request came from; `nil` on the admin socket.
    public let address: String?

    public init(at: Int64, actor: String, act: String, subject: String, address: String? = nil) {
        self.at = at
        self.actor = actor
        self.act = act
        self.subject = subject
        self.address = address
    }
}
