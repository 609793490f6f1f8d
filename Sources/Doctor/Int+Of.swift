extension Int {
    /// `1 modem`, `2 modems`.
    func of(_ noun: String) -> String { "\(self) \(noun)\(self == 1 ? "" : "s")" }
}
