import Outbox
import Synchronization

@testable import CallbackTransport

/// Names that stand for addresses of our choice.
struct Names: AddressResolver {
    let addresses: [String: [String]]

    func addresses(of host: String) async -> [IPAddress] { (addresses[host] ?? []).compactMap { IPAddress($0) } }
}

/// A resolver that hangs until it is cancelled.
struct HangingResolver: AddressResolver {
    func addresses(of host: String) async -> [IPAddress] {
        let never = Once<[IPAddress]>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { never.wait($0) }
        } onCancel: {
            never.give([])
        }
    }
}

extension CallbackRequest {
    /// A request with a signature of its own, as the courier makes them.
    static func signed(
        to url: String, limit: Duration = .seconds(10), guardian: AddressGuard = .loopbackAllowed
    ) throws -> CallbackRequest {
        let body = Array("{\"test\": 2432232314}".utf8)
        let secret = try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
        let signature = WebhookSignature.sign(
            id: MessageID(rawValue: "msg_p5jXN8AQM9LWM0D4loKWxJek"), timestamp: 1_614_265_330, body: body, secrets: [secret])
        return CallbackRequest(
            url: url,
            headers: [
                (name: "content-type", value: "application/json"), (name: "webhook-id", value: "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                (name: "webhook-timestamp", value: "1614265330"), (name: "webhook-signature", value: signature),
            ], body: body, timeLimit: limit, guardian: guardian)
    }
}

extension AddressGuard {
    static let loopbackAllowed = AddressGuard(allowPrivateNetworks: ["127.0.0.0/8", "::1/128"].compactMap { CIDR($0) })
}
