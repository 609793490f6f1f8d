import CallbackTransport
import Gateway
import GatewayAPI
import Outbox

/// Whether the applications' callback URLs can be reached, and their secrets read. Nothing is sent.
struct CallbackCheck {
    private static let patience = Duration.seconds(5)

    private let configuration: Configuration

    init(_ configuration: Configuration) { self.configuration = configuration }

    func checkup() async -> Checkup {
        let customers = configuration.applications
        let client = CallbackClient()
        var problems: [HealthProblem] = []
        for customer in customers {
            if let refusal = GatewayService.secretProblem(of: customer) {
                problems.append(
                    .init(code: "secret", title: "\(customer.name): \(refusal)", severity: .error, advice: CallbackCheck.makeSecret)
                )
            }
            let guardian = AddressGuard(
                allowPrivateNetworks: configuration.callbacks.allowPrivateNetworks + customer.privateNetworks)
            for url in [customer.callbackURL, customer.veto?.url].compactMap({ $0 }) {
                let failure = await client.reach(url, by: guardian, within: CallbackCheck.patience)
                if let failure { problems.append(problem(failure, url: url, of: "\(customer.name)")) }
            }
        }
        await client.shutdown()
        return Checkup(
            "callbacks", customers.isEmpty ? "no application is configured" : customers.count.of("application"), problems)
    }

    private static let makeSecret =
        "Make one: (umask 077; echo \"whsec_$(head -c 32 /dev/urandom | base64 -w0)\" > FILE), readable by ringcheck's user."

    private func problem(_ failure: CallbackFailure, url: String, of name: String) -> HealthProblem {
        let (title, advice): (String, String) =
            switch failure {
            case .refused(let refusal): ("may not be called back", refusal.remedy)
            case .unresolved(let host): ("does not resolve", "Check the name and the machine's DNS: getent hosts \(host)")
            case .broken(let word):
                ("cannot be reached (\(word))", "Check that the server listens there, and the firewall: curl -v \(url)")
            case .stale, .disabled: ("is not called", "See `ringcheck callbacks endpoints`.")
            case .timedOut: ("does not take a connection within 5 s", "Check uplink and firewall: curl -v \(url)")
            }
        return .init(code: "callback-unreachable", title: "\(name): \(url) \(title)", severity: .warning, advice: advice)
    }
}
