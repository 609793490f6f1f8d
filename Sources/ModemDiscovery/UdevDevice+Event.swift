/// What a device of libudev means to the map.
extension UdevDevice {
    /// `nil`: it does not matter.
    var event: DeviceMap.Event? {
        guard let syspath = unsafe syspath else { return nil }
        if unsafe action == "remove" || action == "unbind" && subsystem == "tty" { return .gone(syspath: syspath) }
        return unsafe subsystem == "tty" ? tty(syspath) : device(syspath)
    }

    private func tty(_ syspath: String) -> DeviceMap.Event? {
        guard let path = unsafe node, let parent = unsafe usbParent else { return nil }
        let interface = unsafe (property("ID_USB_INTERFACE_NUM") ?? "").lowercased()
        return .tty(
            syspath: syspath, AttachedTTY(path: path, interface: interface, triple: unsafe interfaceTriple), parent: parent)
    }

    /// Hubs are no modems.
    private func device(_ syspath: String) -> DeviceMap.Event? {
        guard let vendor = unsafe attribute("idVendor"), let product = unsafe attribute("idProduct"),
            unsafe attribute("bDeviceClass") != "09"
        else { return nil }
        return .device(
            syspath: syspath,
            AttachedDevice(
                id: unsafe property("ID_PATH") ?? syspath, vendor: vendor.lowercased(), product: product.lowercased(),
                productName: unsafe attribute("product"), node: unsafe node,
                busPath: syspath.split(separator: "/").last.map(String.init),
                mayBeSuspended: unsafe attribute("power/control") == "auto"))
    }
}
