public import Modem
public import Telephony

/// A tty on which a modem is expected.
public struct Port: Sendable {
    /// `/dev/ttyUSB2`, or any other path to a tty.
    public let path: String
    /// 9600 to 921600; USB modems take no notice.
    public let baud: Int
    public let profile: ModemProfile
    /// The number of the line where the SIM does not tell it, or tells a stale one.
    public let number: MSISDN?
    public let isSimulated: Bool

    public init(
        path: String, baud: Int = 115_200, profile: ModemProfile = .generic, number: MSISDN? = nil, isSimulated: Bool = false
    ) {
        self.path = path
        self.baud = baud
        self.profile = profile
        self.number = number
        self.isSimulated = isSimulated
    }
}
