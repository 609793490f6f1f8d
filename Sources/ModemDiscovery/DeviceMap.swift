/// Which USB devices and ttys there are, by what udev told. Its own map, since at a removal the parents are gone from sysfs
/// already; and since a modem's ttys come and go in any order.
struct DeviceMap: Equatable {
    /// What udev tells of one device.
    enum Event: Equatable {
        case device(syspath: String, AttachedDevice)
        /// `parent`: the sysfs path of its USB device.
        case tty(syspath: String, AttachedTTY, parent: String)
        case gone(syspath: String)
    }

    private struct TTY: Equatable {
        let tty: AttachedTTY
        let parent: String
    }

    private var devices: [String: AttachedDevice] = [:]
    private var ttys: [String: TTY] = [:]

    mutating func take(_ event: Event) {
        switch event {
        case .device(let syspath, let device): devices[syspath] = device
        case .tty(let syspath, let tty, let parent): ttys[syspath] = TTY(tty: tty, parent: parent)
        case .gone(let syspath):
            ttys[syspath] = nil
            guard devices.removeValue(forKey: syspath) != nil else { return }
            ttys = ttys.filter { $0.value.parent != syspath }
        }
    }

    /// The devices with their ttys, by their place.
    var list: [AttachedDevice] {
        let byParent = Dictionary(grouping: ttys.values, by: \.parent)
        return devices.map { syspath, device in
            device.with((byParent[syspath] ?? []).map(\.tty).sorted { ($0.interface, $0.path) < ($1.interface, $1.path) })
        }.sorted { $0.id < $1.id }
    }
}

extension AttachedDevice {
    fileprivate func with(_ ttys: [AttachedTTY]) -> AttachedDevice {
        AttachedDevice(
            id: id, vendor: vendor, product: product, productName: productName, node: node, busPath: busPath,
            mayBeSuspended: mayBeSuspended, ttys: ttys)
    }
}
