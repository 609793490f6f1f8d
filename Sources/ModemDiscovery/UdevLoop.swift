import CUdev
import Glibc

/// Follows udev on a thread of its own: what is there, then every change. Sleeps in `poll` until something happens.
@unsafe
struct UdevLoop: ~Copyable {
    /// The events of one modem come within some 50 ms of each other, in any order: a list is told after this much quiet.
    private static let quietMilliseconds: CInt = 100
    /// And at the latest so long after the first of them: a device that comes and goes without a rest hides no other.
    private static let patience = Duration.seconds(1)

    private let udev: OpaquePointer
    private let monitor: OpaquePointer
    private let stop: CInt
    private var map = DeviceMap()
    private var told: [AttachedDevice]?

    /// `stop`: a descriptor that becomes readable when it is to end.
    init(stop: CInt) throws(DiscoveryError) {
        guard let udev = unsafe udev_new() else { throw .unavailable("libudev cannot be started") }
        guard let monitor = unsafe udev_monitor_new_from_netlink(udev, "udev") else {
            _ = unsafe udev_unref(udev)
            throw .unavailable("udev cannot be listened to")
        }
        unsafe udev_monitor_filter_add_match_subsystem_devtype(monitor, "tty", nil)
        unsafe udev_monitor_filter_add_match_subsystem_devtype(monitor, "usb", "usb_device")
        unsafe udev_monitor_set_receive_buffer_size(monitor, 4 << 20)
        guard unsafe udev_monitor_enable_receiving(monitor) >= 0 else {
            _ = unsafe udev_monitor_unref(monitor)
            _ = unsafe udev_unref(udev)
            throw .unavailable("udev cannot be listened to")
        }
        unsafe self.udev = udev
        unsafe self.monitor = monitor
        unsafe self.stop = stop
    }

    deinit {
        _ = unsafe udev_monitor_unref(monitor)
        _ = unsafe udev_unref(udev)
    }

    /// Until it is told to stop; `tell` gets the whole list, first what is there, then after every change.
    mutating func run(_ tell: ([AttachedDevice]) -> Void) {
        unsafe enumerate()
        unsafe tellIfChanged(tell)
        var restlessSince: ContinuousClock.Instant?
        while true {
            var polls = unsafe [
                pollfd(fd: udev_monitor_get_fd(monitor), events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop, events: Int16(POLLIN), revents: 0),
            ]
            let ready = unsafe poll(&polls, 2, restlessSince != nil ? UdevLoop.quietMilliseconds : -1)
            if polls[1].revents != 0 { return }
            if ready > 0 { unsafe receive() }
            let since = restlessSince ?? .now
            let isDue = unsafe ready == 0 || ContinuousClock.now - since > UdevLoop.patience
            if isDue {
                restlessSince = nil
                unsafe tellIfChanged(tell)
            } else {
                restlessSince = since
            }
        }
    }

    private mutating func receive() {
        errno = 0
        if let event = unsafe UdevDevice(udev_monitor_receive_device(monitor))?.event {
            unsafe map.take(event)
        } else if errno == ENOBUFS {
            // Events were lost: look at everything again.
            unsafe map = DeviceMap()
            unsafe enumerate()
        }
    }

    private mutating func tellIfChanged(_ tell: ([AttachedDevice]) -> Void) {
        let list = unsafe map.list
        guard unsafe told != list else { return }
        unsafe told = list
        tell(list)
    }

    private mutating func enumerate() {
        for subsystem in ["usb", "tty"] {
            guard let enumeration = unsafe udev_enumerate_new(udev) else { return }
            defer { _ = unsafe udev_enumerate_unref(enumeration) }
            unsafe udev_enumerate_add_match_subsystem(enumeration, subsystem)
            unsafe udev_enumerate_scan_devices(enumeration)
            var entry = unsafe udev_enumerate_get_list_entry(enumeration)
            while let current = unsafe entry {
                let name = unsafe udev_list_entry_get_name(current)
                if let name = unsafe name, let event = unsafe UdevDevice(udev_device_new_from_syspath(udev, name))?.event {
                    unsafe map.take(event)
                }
                unsafe entry = udev_list_entry_get_next(current)
            }
        }
    }
}
