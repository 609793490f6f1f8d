import Modem

/// All families that are known, and the questions asked of them. A value.
public struct ProfileLibrary: Equatable, Sendable {
    /// By name.
    public private(set) var families: [String: ModemFamily]
    /// What was wrong with the files that are not in it.
    public internal(set) var problems: [ProfileProblem] = []

    /// A library of these families and the generic one. Of two that claim one USB identity the first by name has it.
    public init(families: [ModemFamily] = [], problems: [ProfileProblem] = []) {
        self.families = ["generic": ModemFamily(profile: .generic)]
        for family in families { self.families[family.profile.name] = family }
        self.problems = problems + ProfileLibrary.clashes(families)
    }

    /// What suits any modem; never missing.
    public var generic: ModemFamily { families["generic"] ?? ModemFamily(profile: .generic) }

    /// By the name of its file: `huawei-stick`.
    public func family(named name: String) -> ModemFamily? { families[name] }

    /// By USB identity: an exact one before one for all products of a vendor.
    public func family(vendor: String, product: String) -> (ModemFamily, ModemFamily.USBIdentity)? {
        for wanted in [product, "*"] {
            for family in sorted {
                if let device = family.devices.first(where: { $0.vendor == vendor && $0.product == wanted }) {
                    return (family, device)
                }
            }
        }
        return nil
    }

    /// By what the opened modem answered; the longest model name decides.
    public func family(manufacturer: String?, model: String?) -> ModemFamily? {
        let manufacturer = manufacturer?.lowercased() ?? ""
        let model = model?.lowercased() ?? ""
        let fitting = sorted.compactMap { family -> (ModemFamily, Int)? in
            let identification = family.identification
            guard identification.manufacturers.contains(where: manufacturer.contains) else { return nil }
            guard !identification.models.isEmpty else { return (family, 0) }
            let lengths = identification.models.filter { model.hasPrefix($0.lowercased()) }.map(\.count)
            return lengths.max().map { (family, $0) }
        }
        return fitting.max { $0.1 < $1.1 }?.0
    }

    /// The device shows its disk instead of its modem.
    public func storage(vendor: String, product: String) -> ModemFamily.StorageIdentity? {
        sorted.lazy.flatMap(\.storage).first { $0.vendor == vendor && $0.product == product }
    }

    /// The device can never take a call.
    public func unusable(vendor: String, product: String) -> ModemFamily.UnusableIdentity? {
        sorted.lazy.flatMap(\.unusable).first { $0.vendor == vendor && $0.product == product }
    }

    private var sorted: [ModemFamily] { families.values.sorted { $0.profile.name < $1.profile.name } }

    private static func clashes(_ families: [ModemFamily]) -> [ProfileProblem] {
        var owners: [String: String] = [:]
        var problems: [ProfileProblem] = []
        for family in families.sorted(by: { $0.profile.name < $1.profile.name }) {
            for device in family.devices {
                let id = "\(device.vendor):\(device.product)"
                if let owner = owners[id] {
                    problems.append(
                        ProfileProblem(
                            place: "\(family.profile.name).yaml",
                            sentence: "\(id) stands in \(owner).yaml already: leave it out of one."))
                }
                owners[id] = owners[id] ?? family.profile.name
            }
        }
        return problems
    }
}
