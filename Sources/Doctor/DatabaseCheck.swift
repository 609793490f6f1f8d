import Gateway
import GatewayAPI

/// Whether the database would let a gateway start. While one runs, that one looks through it itself.
struct DatabaseCheck {
    let dataDirectory: String
    let mayRun: Bool

    func checkup() -> Checkup {
        guard !mayRun else { return Checkup("database", "left to the gateway, which looks through it by itself") }
        switch DatabaseLook(at: dataDirectory) {
        case .sound(let bytes, let hasKey): return Checkup("database", "sound, \(bytes / 1024) KiB", hasKey ? [] : [keyMissing])
        case .notYet: return Checkup("database", "none yet: the first start makes it")
        case .hidden: return Checkup("database", "\(dataDirectory) may not be looked at by this user")
        case .gone: return Checkup("database", "gone", [gone])
        case .unreadable(let sentence):
            return Checkup(
                "database", "not read",
                [.init(code: "database-unreadable", title: sentence, severity: .error, advice: "Then look again: ringcheck doctor")]
            )
        case .unsound(let sentence):
            return Checkup(
                "database", "not sound",
                [.init(code: "database-unsound", title: sentence, severity: .error, advice: DatabaseCheck.restore)])
        }
    }

    private var keyMissing: HealthProblem {
        .init(
            code: "key-missing", title: "\(dataDirectory)/ringcheck.key is missing: endpoints' secrets are derived from it",
            severity: .warning,
            advice: "Put back the copy that was kept apart. Without one every endpoint's secret has to be rotated.")
    }

    private var gone: HealthProblem {
        .init(
            code: "database-gone",
            title: "\(dataDirectory)/ringcheck.sqlite is gone, though ringcheck.key beside it says that there was one",
            severity: .error,
            advice: "\(DatabaseCheck.restore) Without one, `ringcheck serve` starts anew, and every application needs a new key.")
    }

    private static let restore = "Run: ringcheck backup restore FILE, with the last backup."
}
