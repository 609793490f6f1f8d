/// Where a virtual modem is found.
public struct VirtualModemPort: Hashable, Sendable {
    /// `modem0`, `modem1`, …
    public let name: String
    /// What a program opens: the symlink in the bank's directory, or the slave itself (`/dev/pts/7`).
    public let path: String
    public let identity: VirtualIdentity
}
