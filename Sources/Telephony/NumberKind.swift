/// What a number is for, by its country's numbering plan.
public enum NumberKind: String, Sendable, Codable, CaseIterable {
    case mobile
    case fixedLine = "fixed-line"
    /// The plan does not tell the two apart (United States, Canada …).
    case fixedLineOrMobile = "fixed-line-or-mobile"
    /// Internet telephony, where the plan sets numbers apart for it.
    case voip
    /// Toll-free, premium, shared cost, pagers and all the rest.
    case other

    /// Whether a policy that names `allowed` lets it through. What may be a mobile passes as one.
    public func passes(_ allowed: Set<NumberKind>) -> Bool {
        if allowed.isEmpty || allowed.contains(self) { return true }
        return self == .fixedLineOrMobile && !allowed.isDisjoint(with: [.mobile, .fixedLine])
    }
}
