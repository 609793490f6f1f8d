/// Which version this is.
public enum Version {
    /// As in the CHANGELOG.
    public static let current = "0.1.0"
    /// The day it was made, Unix seconds: no right clock is before it.
    public static let releasedAt: Int64 = 1_795_564_800
}
