public import Modem

/// One family of modems: what it does differently, and how it is recognised.
public struct ModemFamily: Equatable, Sendable {
    public var profile: ModemProfile
    /// By its answers once it is open; USB identities collide.
    public var identification = Identification()
    public var devices: [USBIdentity] = []
    /// `class/subclass/protocol` of an interface, where the vendor goes by these.
    public var protocols: [String: InterfaceRole] = [:]
    public var storage: [StorageIdentity] = []
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
        public let product: String
        /// For people.
        public let name: String?
        /// By `bInterfaceNumber`; empty where it has to be found out.
        public let interfaces: [String: InterfaceRole]
    }

    /// A USB device that shows its disk instead of its modem.
    public struct StorageIdentity: Equatable, Sendable {
        public let vendor: String
        public let product: String
        /// The command that makes it a modem, where it is known.
        public let command: String?
    }

    /// A USB device that can never take a call.
    public struct UnusableIdentity: Equatable, Sendable {
        public let vendor: String
        public let product: String
        public let reason: String
        public let remedy: String
    }
}
