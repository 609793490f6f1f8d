import Glibc

/// How many files and connections this process may have open.
enum DescriptorLimit {
    private static let enough: rlim_t = 65_536

    /// Takes what it may have: 1,024 are allowed at first on most machines, and many clients at once use them up before the modems do.
    static func raise() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, enough))
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
