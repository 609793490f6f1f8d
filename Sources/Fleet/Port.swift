public import Modem
public import Telephony

/// A place where a modem is expected: a tty by its path, or a USB device with its ttys.
public struct Port: Equatable, Sendable {
    /// A place on the USB bus.
    public struct USBPlace: Hashable, Sendable {
        /// `/dev/bus/usb/001/005`.
        public let node: String?
        /// `1-1.2`: port 2 of the hub `1-1`.
        public let path: String?

        public init(node: String?, path: String?) {
            self.node = node
            self.path = path
        }
    }

    /// What stays while the modem stays: the path of a configured tty, the USB path (`ID_PATH`) of a device.
    public let id: String
    /// The tty that takes commands, or, where nobody knows which one does, those that may.
    public let paths: [String]
    /// Other AT ports of the same modem: opened, listened to, and never written to.
    public let sidePaths: [String]
    /// Bit/s, 9600 to 921600; USB modems take no notice.
    public let baud: Int
    /// Until the modem's own answers name another family.
    public let profile: ModemProfile
    /// The number of the line where the SIM does not tell it, or tells a stale one.
    public let number: MSISDN?
    /// A file with the SIM's PIN and nothing else.
    public let pinFile: String?
    /// Whether it leads to a virtual modem.
    public let isSimulated: Bool
    /// Found by discovery: it comes and goes. A configured one stays.
    public let isAttached: Bool
    /// Where it is on the USB bus, for what only a reset of its port can mend.
    public let usb: USBPlace?
    /// Whether the profile was chosen by an operator, and stands whatever the modem answers.
    public let isProfileFixed: Bool
    /// Why no modem can be used here although something is plugged in: storage mode, a router; `nil` where nothing speaks
    /// against it.
    public let obstacle: ModemSnapshot.Fault?

    /// The tty that is tried first.
    public var path: String { paths.first ?? id }

    /// Whether there is a modem whatever it answers: by its USB identity, or because an operator says so. One that keeps silent may
    /// be reset then; anything else is left alone.
    public var isSurelyModem: Bool { !isAttached || profile.name != ModemProfile.generic.name }

    /// Whether it has to be found out which tty takes commands.
    public var needsProbe: Bool { paths.count > 1 }

    /// A configured tty. `baud` nil: the profile's, else 115200. `profile` nil: found out by the modem's answers.
    public init(
        path: String, baud: Int? = nil, profile: ModemProfile? = nil, number: MSISDN? = nil, pinFile: String? = nil,
        isSimulated: Bool = false
    ) {
        self.init(
            id: path, paths: [path], baud: baud, profile: profile ?? .generic, number: number, pinFile: pinFile,
            isSimulated: isSimulated, isProfileFixed: profile != nil)
    }

    /// `baud` nil: the profile's, else 115200.
    public init(
        id: String, paths: [String], sidePaths: [String] = [], baud: Int? = nil, profile: ModemProfile = .generic,
        number: MSISDN? = nil, pinFile: String? = nil, isSimulated: Bool = false, isAttached: Bool = false,
        usb: USBPlace? = nil, isProfileFixed: Bool = false, obstacle: ModemSnapshot.Fault? = nil
    ) {
        self.id = id
        self.paths = paths
        self.sidePaths = sidePaths
        self.baud = baud ?? profile.baud ?? 115_200
        self.profile = profile
        self.number = number
        self.pinFile = pinFile
        self.isSimulated = isSimulated
        self.isAttached = isAttached
        self.usb = usb
        self.isProfileFixed = isProfileFixed
        self.obstacle = obstacle
    }

    /// The same place by what was learned of it: the tty that answers first, and the family that the modem is of.
    func reached(at answering: String?, profile: ModemProfile) -> Port {
        Port(
            id: id, paths: paths.filter { $0 == answering } + paths.filter { $0 != answering }, sidePaths: sidePaths, baud: baud,
            profile: profile, number: number, pinFile: pinFile, isSimulated: isSimulated, isAttached: isAttached, usb: usb,
            isProfileFixed: isProfileFixed, obstacle: obstacle)
    }
}
