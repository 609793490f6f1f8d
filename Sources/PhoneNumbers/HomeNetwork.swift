/// Where a line is at home, and how it has been seen to show callers.
public struct HomeNetwork: Hashable, Sendable {
    /// ISO 3166-1 alpha-2 region whose plan national forms follow; `nil` where nobody knows.
    public var region: String?
    /// The line has shown a foreign caller without `+` or international prefix, so bare digits prove nothing.
    public var showsForeignCallersBare: Bool
    /// The line is registered in a foreign network, which may present digits in its own form.
    public var isRoaming: Bool

    public init(region: String?, showsForeignCallersBare: Bool = false, isRoaming: Bool = false) {
        self.region = region
        self.showsForeignCallersBare = showsForeignCallersBare
        self.isRoaming = isRoaming
    }
}
