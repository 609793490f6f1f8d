/// Which version this is.
public enum Version {
    /// As in the CHANGELOG.
    public static let current = "0.1.0"
}
