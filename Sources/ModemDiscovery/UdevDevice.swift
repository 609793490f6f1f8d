import CUdev

/// One device as libudev tells it; owns its reference.
@unsafe
struct UdevDevice: ~Copyable {
    private let pointer: OpaquePointer

    init?(_ pointer: OpaquePointer?) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = pointer
    }

    deinit { _ = unsafe udev_device_unref(pointer) }

    var action: String? { unsafe text(udev_device_get_action(pointer)) }
    var syspath: String? { unsafe text(udev_device_get_syspath(pointer)) }
    var subsystem: String? { unsafe text(udev_device_get_subsystem(pointer)) }
    var node: String? { unsafe text(udev_device_get_devnode(pointer)) }

    func property(_ name: String) -> String? { unsafe text(udev_device_get_property_value(pointer, name)) }
    func attribute(_ name: String) -> String? { unsafe text(udev_device_get_sysattr_value(pointer, name)) }

    /// The USB device a tty belongs to, by its sysfs path; `nil` for what is on no USB bus.
    var usbParent: String? {
        unsafe text(udev_device_get_syspath(udev_device_get_parent_with_subsystem_devtype(pointer, "usb", "usb_device")))
    }

    /// Class, subclass and protocol of the interface a tty is on.
    var interfaceTriple: String {
        let interface = unsafe udev_device_get_parent_with_subsystem_devtype(pointer, "usb", "usb_interface")
        guard let interface = unsafe interface else { return "" }
        let names = ["bInterfaceClass", "bInterfaceSubClass", "bInterfaceProtocol"]
        let parts = names.compactMap { (name: String) in unsafe text(udev_device_get_sysattr_value(interface, name)) }
        return parts.count == 3 ? parts.joined(separator: "/").lowercased() : ""
    }

    private func text(_ pointer: UnsafePointer<CChar>?) -> String? { unsafe pointer.map { unsafe String(cString: $0) } }
}
