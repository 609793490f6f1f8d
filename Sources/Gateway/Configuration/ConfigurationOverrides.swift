/// What flags say in place of the file and the environment.
public struct ConfigurationOverrides: Equatable, Sendable {
    public let listen: String?
    public let dataDirectory: String?
    public let adminSocket: String?
    public let simulate: Int?

    public init(listen: String? = nil, dataDirectory: String? = nil, adminSocket: String? = nil, simulate: Int? = nil) {
        self.listen = listen
        self.dataDirectory = dataDirectory
        self.adminSocket = adminSocket
        self.simulate = simulate
    }

    /// The same with what is missing taken from `RINGCHECK_…` variables.
    func completed(from environment: [String: String]) throws(ConfigurationErrors) -> ConfigurationOverrides {
        let known: Set = [
            "RINGCHECK_HTTP_LISTEN", "RINGCHECK_DATA_DIRECTORY", "RINGCHECK_ADMIN_SOCKET", "RINGCHECK_MODEMS_SIMULATE",
            "RINGCHECK_CONFIG",
        ]
        if let other = environment.keys.filter({ $0.hasPrefix("RINGCHECK_") && !known.contains($0) }).min() {
            throw .one(other, "this variable means nothing to ringcheck: use one of \(known.sorted().joined(separator: ", ")).")
        }
        let count = environment["RINGCHECK_MODEMS_SIMULATE"]
        if let count, Int(count) == nil { throw .one("RINGCHECK_MODEMS_SIMULATE", "this takes a number, not '\(count)'.") }
        return ConfigurationOverrides(
            listen: listen ?? environment["RINGCHECK_HTTP_LISTEN"],
            dataDirectory: dataDirectory ?? environment["RINGCHECK_DATA_DIRECTORY"],
            adminSocket: adminSocket ?? environment["RINGCHECK_ADMIN_SOCKET"], simulate: simulate ?? count.flatMap { Int($0) })
    }
}
