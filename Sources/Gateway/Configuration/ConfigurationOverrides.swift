/// What flags say in place of the environment and the file.
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
}
