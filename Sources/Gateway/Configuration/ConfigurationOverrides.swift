/// What flags say in place of the environment and the file; `nil`: nothing.
public struct ConfigurationOverrides: Equatable, Sendable {
    /// `--listen`: `127.0.0.1:8080`, `[::1]:8080`.
    public let listen: String?
    /// `--data-directory`: a path, which may not begin with `~/`.
    public let dataDirectory: String?
    /// `--admin-socket`: a path, which may not begin with `~/`.
    public let adminSocket: String?
    /// `--simulate`: 0 to 64 virtual modems; from 1 on, none is looked for on USB.
    public let simulate: Int?

    public init(listen: String? = nil, dataDirectory: String? = nil, adminSocket: String? = nil, simulate: Int? = nil) {
        self.listen = listen
        self.dataDirectory = dataDirectory
        self.adminSocket = adminSocket
        self.simulate = simulate
    }
}
