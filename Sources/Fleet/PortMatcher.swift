public import ModemDiscovery
public import ModemProfiles

/// Which port, if any, a USB device is for the fleet: by profile where one knows it, to be probed where none does.
public struct PortMatcher: Sendable {
    /// Serial adapters: what is behind one, only its owner knows. They are used where the configuration names them.
    private static let adapters: Set<String> = ["0403", "067b", "10c4", "1a86"]

    private let library: ProfileLibrary
    private let configured: Set<String>
    private let resolve: @Sendable (String) -> String

    /// `configured`: ttys that the configuration names, perhaps by links, which `resolve` follows at each look, since udev makes them
    /// late; they are left to it.
    public init(library: ProfileLibrary, configured: Set<String>, resolve: @escaping @Sendable (String) -> String) {
        self.library = library
        self.configured = configured
        self.resolve = resolve
    }

    /// `nil`: no modem, or none of ours.
    public func port(for device: AttachedDevice) -> Port? {
        if let obstacle = obstacle(device) {
            return Port(id: device.id, paths: device.ttys.map(\.path), isAttached: true, obstacle: obstacle)
        }
        guard !device.ttys.isEmpty, !isConfigured(device) else { return nil }
        guard let (family, identity) = library.family(vendor: device.vendor, product: device.product) else {
            return unknown(device)
        }
        return port(device, family) { identity.interfaces[$0.interface] ?? family.protocols[$0.triple] }
    }

    private func isConfigured(_ device: AttachedDevice) -> Bool {
        let named = configured.union(configured.map(resolve))
        return device.ttys.contains { named.contains($0.path) }
    }

    private func obstacle(_ device: AttachedDevice) -> ModemSnapshot.Fault? {
        let name = device.productName.map { " (\($0))" } ?? ""
        if let known = library.unusable(vendor: device.vendor, product: device.product) {
            return .init(
                code: "unusable", reason: "\(device.vendor):\(device.product)\(name): \(known.reason)", remedy: known.remedy)
        }
        guard device.ttys.isEmpty, let storage = library.storage(vendor: device.vendor, product: device.product) else { return nil }
        let command = storage.command ?? "usb_modeswitch -v \(device.vendor) -p \(device.product) -J"
        return .init(
            code: "storage-mode", reason: "\(device.vendor):\(device.product)\(name) shows its disk instead of its modem",
            remedy: "Install usb-modeswitch (apt install usb-modeswitch) and replug it, or run: \(command)")
    }

    /// A device that no profile knows: probed where it looks like a modem, which is several ttys, or one that says it takes AT
    /// commands (CDC ACM with protocol 1, USB PSTN 1.2, 3.6).
    private func unknown(_ device: AttachedDevice) -> Port? {
        let saysSo = device.ttys.contains { $0.triple == "02/02/01" }
        guard saysSo || device.ttys.count > 1, !PortMatcher.adapters.contains(device.vendor) else { return nil }
        return port(device, library.generic) { _ in nil }
    }

    private func port(
        _ device: AttachedDevice, _ family: ModemFamily, role: (AttachedTTY) -> ModemFamily.InterfaceRole?
    ) -> Port? {
        let roles = device.ttys.map { (tty: $0, role: role($0)) }
        let commands = roles.filter { $0.role == .at }.map(\.tty.path)
        let unknown = roles.filter { $0.role == nil }.map(\.tty.path)
        let sides = roles.filter { $0.role == .secondary || $0.role == .modem }.map(\.tty.path)
        let paths = commands.isEmpty ? unknown + sides : commands
        guard !paths.isEmpty else { return nil }
        return Port(
            id: device.id, paths: paths, sidePaths: commands.isEmpty ? [] : sides, profile: family.profile, isAttached: true,
            usb: .init(node: device.node, path: device.busPath))
    }
}
