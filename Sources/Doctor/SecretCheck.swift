import Gateway
import GatewayAPI

/// Whether what is secret is kept from the machine's other users. What this user may not look at is left out.
struct SecretCheck {
    let configuration: Configuration

    func checkup() -> Checkup {
        let open = configuration.openSecretFiles
        return Checkup(
            "secrets", open.isEmpty ? "only for those who may read them" : "\(open.count.of("file")) that everybody may open",
            open.map(problem))
    }

    private func problem(_ path: String) -> HealthProblem {
        .init(
            code: "secret-open", title: "\(path) holds a secret, and every user of this machine may open it", severity: .warning,
            advice: "Run: chmod o= '\(path)'")
    }
}
