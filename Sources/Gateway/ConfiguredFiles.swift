import CallbackTransport
import GatewayAPI

/// The files that a configuration names beside profiles and callback secrets, as a start or the first use of them would find them.
public struct ConfiguredFiles {
    let configuration: Configuration

    public init(_ configuration: Configuration) { self.configuration = configuration }

    /// What is wrong with them, one sentence each.
    public var problems: [String] {
        [tlsProblem.map { "http.tls: \($0)" }, rootsProblem, socketProblem].compactMap { $0 } + otpProblems + pinProblems
    }

    /// The files of the listener's TLS; `nil`: it has none.
    var tls: PublicListener.TLSFiles? {
        guard let certificate = configuration.http.certificate, let key = configuration.http.key else { return nil }
        return PublicListener.TLSFiles(certificate: certificate, key: key)
    }

    /// Why these cannot be used.
    var tlsProblem: String? { told { () throws(PublicListener.TLSFiles.Unusable) in try tls?.check() } }

    private var rootsProblem: String? {
        told { () throws(TrustRoots.Unusable) in _ = try TrustRoots.load(configuration.callbacks.trustRoots) }.map {
            "callbacks.trust-roots: \($0)"
        }
    }

    private var socketProblem: String? {
        AdminSocketError.lengthProblem(of: configuration.adminSocket).map { "admin-socket: \($0)" }
    }

    private var otpProblems: [String] {
        configuration.applications.compactMap { customer in
            told { () throws(StartError) in _ = try Secrets.otpAccount(of: customer) }.map {
                "applications, \(customer.name): \($0)"
            }
        }
    }

    private var pinProblems: [String] {
        let files = configuration.modems.ports.compactMap(\.pinFile) + configuration.modems.lines.compactMap(\.pinFile)
        return Set(files).sorted().compactMap { file in
            told { () throws(PINFile.Unusable) in _ = try PINFile(path: file) }.map { "modems, pin-file: \($0)" }
        }
    }

    private func told<Failure: Error & CustomStringConvertible>(_ attempt: () throws(Failure) -> Void) -> String? {
        do {
            try attempt()
            return nil
        } catch { return error.description }
    }
}
