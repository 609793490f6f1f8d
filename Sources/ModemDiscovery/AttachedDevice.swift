/// A USB device that may be a modem, with its ttys.
public struct AttachedDevice: Hashable, Sendable {
    /// The socket it is plugged into, hubs included (udev's `ID_PATH`): stays over replugs, and tells two sticks without serial
    /// number apart. Where udev does not tell it, the path in sysfs.
    public let id: String
    /// `idVendor` and `idProduct`: four hexadecimal digits each, lower case.
    public let vendor: String
    /// In the same form.
    public let product: String
    /// What the device calls itself.
    public let productName: String?
    /// `/dev/bus/usb/001/005`.
    public let node: String?
    /// How the kernel names its place: `1-1.2` is port 2 of the hub in port 1 of bus 1.
    public let busPath: String?
    /// Whether the kernel may suspend it (`power/control` is `auto`).
    public let mayBeSuspended: Bool
    /// By interface number.
    public let ttys: [AttachedTTY]

    public init(
        id: String, vendor: String, product: String, productName: String? = nil, node: String? = nil, busPath: String? = nil,
        mayBeSuspended: Bool = false, ttys: [AttachedTTY] = []
    ) {
        self.id = id
        self.vendor = vendor
        self.product = product
        self.productName = productName
        self.node = node
        self.busPath = busPath
        self.mayBeSuspended = mayBeSuspended
        self.ttys = ttys
    }
}

/// One tty of a USB device.
public struct AttachedTTY: Hashable, Sendable {
    /// `/dev/ttyUSB2`.
    public let path: String
    /// `bInterfaceNumber`: two hexadecimal digits, lower case.
    public let interface: String
    /// Class, subclass and protocol of the interface: `ff/01/02`; empty where they cannot be read.
    public let triple: String

    public init(path: String, interface: String, triple: String = "") {
        self.path = path
        self.interface = interface
        self.triple = triple
    }
}
