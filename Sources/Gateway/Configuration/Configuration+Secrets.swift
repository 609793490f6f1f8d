import Foundation

extension Configuration {
    /// The files with something secret in them (callback secrets, passwords and keys of the OTPApi face, PINs, the key of TLS, the
    /// gateway's own) that every user of this machine may read or write.
    public var openSecretFiles: [String] {
        let customers = applications.flatMap { [$0.callbackSecretFile, $0.otpAPI?.passwordFile, $0.otpAPI?.apiKeyFile] }
        let pins = modems.ports.map(\.pinFile) + modems.lines.map(\.pinFile)
        let files = (customers + pins + [http.key, "\(dataDirectory)/ringcheck.key"]).compactMap { $0 }
        return Set(files).filter { Configuration.isOpenToAll(URL(fileURLWithPath: $0).resolvingSymlinksInPath()) }.sorted()
    }

    /// What lies in a folder that is closed to others is closed to them, too.
    private static func isOpenToAll(_ file: URL) -> Bool {
        let folders = sequence(first: file.deletingLastPathComponent()) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
        return grants(0o006, on: file) && folders.allSatisfy { grants(0o001, on: $0) }
    }

    private static func grants(_ permissions: Int, on file: URL) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: file.path)
        return ((attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0) & permissions != 0
    }
}
