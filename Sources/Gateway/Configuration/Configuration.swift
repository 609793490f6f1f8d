public import GatewayAPI
public import Outbox
public import Telephony
public import Verification

/// The whole configuration, with its defaults. `ringcheck.example.yaml` names every key.
public struct Configuration: Equatable, Sendable {
    /// Where `ringcheck.sqlite` lives.
    public var dataDirectory = "/var/lib/ringcheck"
    /// Where customers reach the API; by default on loopback only, without TLS.
    public var http = HTTP()
    /// Path of the operator's Unix socket, mode 0600: where the command line finds the gateway.
    public var adminSocket = "/run/ringcheck/admin.sock"
    /// From which level on the log, on standard error, is written; `serve --verbose` makes it `debug`.
    public var logLevel = LogLevel.info
    /// The lines' home country, ISO 3166-1 alpha-2, in place of what their numbers and IMSIs tell; `nil`: as these tell.
    public var region: String?
    /// By default those that USB shows, and no virtual ones.
    public var modems = Modems()
    /// `after-commit`: a call is dropped once it is recorded; `at-once`: before.
    public var dropsAfterCommit = true
    /// How long a call may wait for its record before it is dropped all the same; by default 4 s, below the shortest no-reply
    /// forwarding.
    public var dropDeadline = Duration.seconds(4)
    /// How long verifications are open where nobody says otherwise, and how many a line carries.
    public var verification = Lifetimes()
    /// Networks, waits and the time limit that hold for the callbacks of every application.
    public var callbacks = Callbacks()
    /// The customers, each with a name of its own; by default none, so that nobody can ask for a verification.
    public var applications: [ApplicationSettings] = []
    /// By default 90 days, and 7 for calls that matched nothing; nothing is removed by age while the clock is in doubt.
    public var retention = RetentionPolicy()

    /// Every key at its default.
    public init() {}

    /// The public listener.
    public struct HTTP: Equatable, Sendable {
        /// An address or a name, without brackets; by default 127.0.0.1. Beyond loopback only with TLS, or by ``isInsecureAllowed``.
        public var host = "127.0.0.1"
        /// 0 to 65535; by default 8080; 0: any free one.
        public var port = 8080
        /// PEM file: the certificate and what it chains to, read again when it changes; `nil`: plain HTTP.
        public var certificate: String?
        /// PEM file with the private key of ``certificate``, without a passphrase; `nil` where that is.
        public var key: String?
        /// Leave to listen beyond loopback without TLS.
        public var isInsecureAllowed = false
        /// Of each application by itself; by default 300,000 requests a minute.
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
        /// How many virtual modems to run, 0 to 64, instead of real ones.
        public var simulate = 0
        /// What USB does not tell: RS-232, a terminal server, a PTY. Empty where virtual modems run.
        public var ports: [PortSettings] = []
        /// Whether modems on USB are found by themselves.
        public var discover = true
        /// What is known of lines beforehand: number, PIN, and whether they are tested.
        public var lines: [LineSettings] = []
        /// Whether a roaming line may be handed out.
        public var allowsRoaming = false
        /// By default on, where there are two lines or more.
        public var receivability = Receivability()
        /// Further folders with profiles.
        public var profiles: [String] = []
    }

    /// A line, known by its card, wherever it is plugged in.
    public struct LineSettings: Equatable, Sendable {
        /// The ICCID as printed on the card (ITU-T E.118), each only once.
        public var card: ICCID
        /// What people call, E.164 with `+`, whatever the SIM tells; that of a port goes first. `nil`: what the SIM tells (`+CNUM`;
        /// 3GPP TS 27.007, 7.1).
        public var number: MSISDN?
        /// A file with the PIN (4 to 8 digits) and nothing else; `nil`: that of the port.
        public var pinFile: String?
        /// Whether it may call other lines and be called by them.
        public var isTested = true
    }

    /// Whether lines call each other to see that they can be reached.
    public struct Receivability: Equatable, Sendable {
        /// By default on: it costs nothing unless something answers.
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
        /// The tty, such as `/dev/ttyS0` or a link of `/dev/serial/by-path`, each only once.
        public var path: String
        /// Bit/s, 9600 to 921600 (V.250, 6.2.10); `nil`: the profile's, else 115200.
        public var baud: Int?
        /// What people call, E.164 with `+`, whatever the SIM tells; `nil`: as ``LineSettings`` or the SIM tell.
        public var number: MSISDN?
        /// A family of hardware/profiles; `nil`: it is found out by the modem's answers.
        public var profile: String?
        /// A file with the PIN and nothing else; that of the card's line goes first. `nil`: no other is entered.
        public var pinFile: String?
    }

    /// What verifications get.
    public struct Lifetimes: Equatable, Sendable {
        /// Where neither the request nor its application's policy says; by default 120 s.
        public var lifetime = Duration.seconds(120)
        /// The longest that a request may ask for, where its application's policy does not say; by default 600 s.
        public var maximum = Duration.seconds(600)
        /// How many slots a line carries at a time, those that ended within the last 60 s included; by default 10; 0: no limit.
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
        /// 1 to 64 of `A-Z a-z 0-9 . _ -`; no other has the same.
        public var name: ApplicationName
        /// Where ends are called back when a request names no URL; `nil`: each request has to name one.
        public var callbackURL: String?
        /// A file with one `whsec_…` line, or two while it is rotated.
        public var callbackSecretFile: String
        /// What the callback URL hears: always the ends of verifications, and by default `line.changed`.
        public var events = EventType.standard
        /// What it may ask for, and what it gets; lifetimes that it leaves out are those of ``Configuration/verification``.
        public var policy = ApplicationPolicy.standard
        /// Networks where it may be called back beside those of all.
        public var privateNetworks: [CIDR] = []
        /// `nil`: nobody is asked.
        public var veto: VetoSettings?
        /// `nil`: it has none.
        public var otpAPI: OTPAPISettings?
    }

    /// Whom to ask before a number is handed out.
    public struct VetoSettings: Equatable, Sendable {
        /// Gets `verification.requested`, signed as callbacks are, and answers 200 and `{"action":"allow"}` or `{"action":"deny"}`.
        public var url: String
        /// For the whole question, which the customer's request waits for; by default 3 s.
        public var timeLimit = Duration.seconds(3)
        /// Whether no answer, or none that can be read, means yes; by default it means no.
        public var allowsOnFailure = false
    }

    /// The OTPApi face of an application.
    public struct OTPAPISettings: Equatable, Sendable {
        /// What clients send as `userId`; no other application has the same.
        public var userID: String
        /// A file with the password and nothing else; `nil`: there is only the key.
        public var passwordFile: String?
        /// A file with the key and nothing else; `nil`: there is only the password.
        public var apiKeyFile: String?
    }
}
