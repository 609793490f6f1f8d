/// Why modems on USB cannot be found by themselves.
public enum DiscoveryError: Error, Hashable, Sendable {
    /// libudev cannot be used; why, in a few words.
    case unavailable(String)

    /// One sentence for the operator.
    public var remedy: String {
        switch self {
        case .unavailable(let reason):
            "Modems on USB are not found by themselves (\(reason)): name their ttys under modems.ports, or set modems.discover: false."
        }
    }
}
