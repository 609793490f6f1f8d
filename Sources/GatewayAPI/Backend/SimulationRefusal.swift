/// Why no virtual modem rings.
public struct SimulationRefusal: Error, Hashable, Sendable {
    /// One sentence for whoever asked.
    public let remedy: String
    public init(remedy: String) { self.remedy = remedy }
}
