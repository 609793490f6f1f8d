public import Modem

/// One family of modems: what it does differently, and how it is recognised.
public struct ModemFamily: Equatable, Sendable {
    /// Its name is that of the file, without `.yaml`.
    public var profile: ModemProfile
    /// By its answers once it is open; USB identities collide.
    public var identification = Identification()
    /// Empty: it is known by its answers alone.
    public var devices: [USBIdentity] = []
    /// `class/subclass/protocol` of an interface, where the vendor goes by these.
    public var protocols: [String: InterfaceRole] = [:]
    /// What it shows itself as before it is switched to being a modem.
    public var storage: [StorageIdentity] = []
    /// What carries its name and is no modem.
    public var unusable: [UnusableIdentity] = []

    public init(profile: ModemProfile) { self.profile = profile }

    /// What an interface of a modem is for.
    public enum InterfaceRole: String, Sendable, CaseIterable {
        /// Takes commands.
        case at
        /// AT ports too: listened to, since calls may be told there.
        case secondary, modem
        /// Never opened.
        case gps, diag, audio, net, other
    }

    /// What `+CGMI` and `+CGMM` answer (3GPP TS 27.007, 5.1, 5.2).
    public struct Identification: Equatable, Sendable {
        /// In lower case; contained in the answer.
        public var manufacturers: [String] = []
        /// How the model begins, without regard to case; empty: any model.
        public var models: [String] = []

        public init() {}
    }

    /// A USB device in modem mode.
    public struct USBIdentity: Equatable, Sendable {
        /// Four hexadecimal digits each, lower case; the product may be `*`.
        public let vendor: String
        /// `*`: all products of the vendor.
        public let product: String
        /// For people.
        public let name: String?
        /// By `bInterfaceNumber`; empty where it has to be found out.
        public let interfaces: [String: InterfaceRole]
    }

    /// A USB device that shows its disk instead of its modem.
    public struct StorageIdentity: Equatable, Sendable {
        /// Four hexadecimal digits each, lower case.
        public let vendor: String
        /// No `*` here.
        public let product: String
        /// The command that makes it a modem, where it is known.
        public let command: String?
    }

    /// A USB device that can never take a call.
    public struct UnusableIdentity: Equatable, Sendable {
        /// Four hexadecimal digits each, lower case.
        public let vendor: String
        /// No `*` here.
        public let product: String
        /// What it is, in a few words.
        public let reason: String
        /// One sentence for the operator.
        public let remedy: String
    }
}
