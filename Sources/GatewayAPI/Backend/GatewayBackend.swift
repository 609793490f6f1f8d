public import Outbox
public import Telephony
public import Verification

/// An application, under a name that is not also Hummingbird's.
typealias Customer = Application

/// What stands behind the API. The composition root implements it; every handler asks here and nowhere else.
public protocol GatewayBackend: Sendable {
    /// Verifications, calls and keys.
    var store: any VerificationStore { get }
    /// Callbacks on their way.
    var deliveries: any DeliveryStore { get }
    /// Where callbacks go.
    var endpoints: any EndpointStore { get }
    /// The configured applications.
    var applications: [Application] { get }

    /// What happens just now, for whoever watches.
    var hub: EventHub { get }
    /// What secrets of endpoints and tokens of browsers are derived from.
    var masterKey: MasterKey { get }
    /// Who may use the OTPApi face; empty: there is none.
    var otpAccounts: [OTPAPIAccount] { get }

    /// The lines that can be handed out now.
    func offers() async -> [LineOffer]
    /// Every modem, in a steady order.
    func modems() async -> [ModemReport]
    /// How the whole gateway is.
    func status() async -> StatusReport
    /// Whether verifications can be taken.
    func readiness() async -> Readiness
    /// The present, by both clocks.
    func now() -> Moment
    /// Reads a number that a customer gave: E.164 with `+`, spaces and hyphens allowed.
    func number(from text: String) throws(PhoneNumberRefusal) -> E164
    /// The country of a number, ISO 3166-1 alpha-2, where known.
    func region(of number: E164) -> String?
    /// What a number is for.
    func kind(of number: E164) -> NumberKind
    /// Whether it is the number of one of our own lines, in service or not.
    func isOwnLine(_ number: E164) async -> Bool
    /// Refuses a URL that this application may not be called back on.
    func judge(callbackURL: String, of application: ApplicationName) async throws(AddressRefusal)
    /// Whether the application's own veto lets this request through; `true` where it has none.
    func isAllowed(_ request: VerificationRequest) async -> Bool
    /// The application confirmed in another way whoever made a suspicious call.
    func steppedUp(_ verification: Verification) async
    /// Whether callbacks to a target wait, because it failed too often or asked to be left alone.
    func circuit(of target: String) async -> CircuitBreaker.State
    /// A target leads elsewhere now: what the place before did not take says nothing about it.
    func forgetFailures(of target: String) async
    /// Why no verification can be taken although lines are there (the disk stalls); `nil`: they can.
    func refusal() async -> String?
    /// A verification was created or canceled: deadlines and callbacks have to be looked at again.
    func verificationsChanged() async
    /// Lets a virtual modem ring, and returns when it does.
    func simulateCall(_ request: SimulatedCallRequest) async throws(SimulationRefusal)
    /// Does what an operator wants of a modem.
    func carryOut(_ order: ModemOrder) async throws(ModemOrderRefusal) -> ModemAnswer
}

extension GatewayBackend {
    /// The configured application of this name.
    func application(named name: ApplicationName) -> Application? { applications.first { $0.name == name } }

    /// The configured application of this name, if it is a name at all.
    func application(named text: String) -> Application? { ApplicationName(rawValue: text).flatMap(application(named:)) }
}
