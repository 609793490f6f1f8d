extension Configuration {
    /// The files with something secret in them: callback secrets, passwords and keys of the OTPApi face, PINs, the key of TLS, and the
    /// gateway's own. They need not exist.
    public var secretFiles: [String] {
        let customers = applications.flatMap { [$0.callbackSecretFile, $0.otpAPI?.passwordFile, $0.otpAPI?.apiKeyFile] }
        let pins = modems.ports.map(\.pinFile) + modems.lines.map(\.pinFile)
        return (customers + pins + [http.key, "\(dataDirectory)/ringcheck.key"]).compactMap { $0 }
    }
}
