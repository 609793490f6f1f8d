import Foundation

extension Configuration {
    /// The files with something secret in them (callback secrets, passwords and keys of the OTPApi face, PINs, the key of TLS, the
    /// gateway's own) that every user of this machine may read or write.
    public var openSecretFiles: [String] {
        let customers = applications.flatMap { [$0.callbackSecretFile, $0.otpAPI?.passwordFile, $0.otpAPI?.apiKeyFile] }
        let pins = modems.ports.map(\.pinFile) + modems.lines.map(\.pinFile)
        return (customers + pins + [http.key, "\(dataDirectory)/ringcheck.key"]).compactMap { $0 }.filter(isOpenToAll)
    }

    private func isOpenToAll(_ path: String) -> Bool {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        let permissions = (attributes?[.posixPermissions] as? NSNumber)?.intValue ?? 0
        return permissions & 0o006 != 0
    }
}
