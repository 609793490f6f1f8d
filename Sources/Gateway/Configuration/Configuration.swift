public import GatewayAPI
public import Outbox
public import Telephony
public import Verification

/// The whole configuration, with its defaults. `ringcheck.example.yaml` names every key.
public struct Configuration: Equatable, Sendable {
    /// Where `ringcheck.sqlite` lives.
    public var dataDirectory = "/var/lib/ringcheck"
    public var http = HTTP()
    public var adminSocket = "/run/ringcheck/admin.sock"
    public var logLevel = LogLevel.info
    /// The lines' home country, ISO 3166-1 alpha-2, in place of what their numbers and IMSIs tell.
    public var region: String?
    public var modems = Modems()
    /// `after-commit`: a call is dropped once it is recorded; `at-once`: before.
    public var dropsAfterCommit = true
    /// How long a call may wait for its record before it is dropped all the same.
    public var dropDeadline = Duration.seconds(4)
    public var verification = Lifetimes()
    public var callbacks = Callbacks()
    public var applications: [ApplicationSettings] = []
    public var retention = RetentionPolicy()

    public init() {}

    /// The public listener.
    public struct HTTP: Equatable, Sendable {
        public var host = "127.0.0.1"
        public var port = 8080
        public var certificate: String?
        public var key: String?
        /// Leave to listen beyond loopback without TLS.
        public var isInsecureAllowed = false
        public var rateLimit = RateLimit.standard
        /// Proxies whose word is taken on who the client is.
        public var trustedProxies: [CIDR] = []

        /// Host and port, as `http.listen` takes them.
        public var place: String { "\(bracketedHost):\(port)" }

        /// Scheme and host: what stands before the port (RFC 3986, 3.2.2).
        var origin: String { "\(certificate == nil ? "http" : "https")://\(bracketedHost)" }

        private var bracketedHost: String { host.contains(":") ? "[\(host)]" : host }

        /// Beyond loopback only with TLS, or by leave.
        var isSafe: Bool {
            certificate != nil || isInsecureAllowed || PublicListener(host: host, port: port).isLoopback
        }
    }

    /// Which modems there are.
    public struct Modems: Equatable, Sendable {
        /// How many virtual modems to run, instead of real ones.
        public var simulate = 0
        public var ports: [PortSettings] = []
        /// Whether modems on USB are found by themselves.
        public var discover = true
        public var lines: [LineSettings] = []
        /// Whether a roaming line may be handed out.
        public var allowsRoaming = false
        public var receivability = Receivability()
        /// Further folders with profiles.
        public var profiles: [String] = []
    }

    /// A line, known by its card, wherever it is plugged in.
    public struct LineSettings: Equatable, Sendable {
        public var card: ICCID
        public var number: MSISDN?
        /// A file with the PIN and nothing else.
        public var pinFile: String?
        /// Whether it may call other lines and be called by them.
        public var isTested = true
    }

    /// Whether lines call each other to see that they can be reached.
    public struct Receivability: Equatable, Sendable {
        public var isTested = true
        /// From one proof of a line to its next test.
        public var interval = Duration.seconds(12 * 3600)
        /// How often one line may call within a day.
        public var perDay = 2
    }

    /// How much is logged.
    public enum LogLevel: String, Sendable { case trace, debug, info, notice, warning, error, critical }

    /// A port that is named rather than found.
    public struct PortSettings: Equatable, Sendable {
        public var path: String
        public var baud: Int?
        public var number: MSISDN?
        /// A family of hardware/profiles; found out by its answers where it is left out.
        public var profile: String?
        /// A file with the PIN and nothing else.
        public var pinFile: String?
    }

    /// What verifications get.
    public struct Lifetimes: Equatable, Sendable {
        public var lifetime = Duration.seconds(120)
        public var maximum = Duration.seconds(600)
        /// 0: no limit.
        public var pendingPerLine = 10
    }

    /// How callbacks are sent.
    public struct Callbacks: Equatable, Sendable {
        /// CIDRs where private addresses and plain http are allowed.
        public var allowPrivateNetworks: [CIDR] = []
        /// The wait before each try, the first one included.
        public var retryWaits = RetrySchedule.standardWaits
        /// For one try, from the resolving of the name to the answer.
        public var timeLimit = Duration.seconds(20)
        /// PEM files with certificates of private authorities.
        public var trustRoots: [String] = []
    }

    /// An application, as configured.
    public struct ApplicationSettings: Equatable, Sendable {
        public var name: ApplicationName
        public var callbackURL: String?
        /// A file with one `whsec_…` line, or two while it is rotated.
        public var callbackSecretFile: String
        /// What the callback URL hears beyond the ends of verifications.
        public var events = EventType.standard
        public var policy = ApplicationPolicy.standard
        /// Networks where it may be called back beside those of all.
        public var privateNetworks: [CIDR] = []
        public var veto: VetoSettings?
        public var otpAPI: OTPAPISettings?
    }

    /// Whom to ask before a number is handed out.
    public struct VetoSettings: Equatable, Sendable {
        public var url: String
        public var timeLimit = Duration.seconds(3)
        /// Whether no answer, or none that can be read, means yes.
        public var allowsOnFailure = false
    }

    /// The OTPApi face of an application.
    public struct OTPAPISettings: Equatable, Sendable {
        public var userID: String
        /// A file with the password and nothing else.
        public var passwordFile: String?
        /// A file with the key and nothing else.
        public var apiKeyFile: String?
    }
}
