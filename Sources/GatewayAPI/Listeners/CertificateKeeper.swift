import FoundationEssentials
import Logging
import NIOSSL
import Synchronization

/// The certificate that the listener shows, read again when its files change: certificates are renewed without a restart. Files that
/// cannot be used, such as one that is just being written, leave the present one in force.
final class CertificateKeeper: Sendable {
    /// How often the files are looked at, at the most.
    private static let pause = Duration.seconds(1)

    /// What a handshake needs.
    struct Identity: Sendable {
        let chain: [NIOSSLCertificateSource]
        let key: NIOSSLPrivateKeySource

        init(_ files: PublicListener.TLSFiles) throws(PublicListener.TLSFiles.Unusable) {
            let (certificate, keyFile) = (files.certificate, files.key)
            guard let certificates = try? NIOSSLCertificate.fromPEMFile(certificate), !certificates.isEmpty else {
                throw .init(
                    description: "\(certificate) holds no certificate in PEM form, or cannot be read: check path and owner.")
            }
            guard let privateKey = try? NIOSSLPrivateKey(file: keyFile, format: .pem) else {
                throw .init(description: "\(keyFile) holds no private key in PEM form, or cannot be read: check path and owner.")
            }
            chain = certificates.map { .certificate($0) }
            key = .privateKey(privateKey)
            // Whether they fit each other shows only here.
            guard (try? NIOSSLContext(configuration: .makeServerConfiguration(certificateChain: chain, privateKey: key))) != nil
            else {
                throw .init(description: "\(keyFile) is not the key of the certificate in \(certificate).")
            }
        }
    }

    /// Which file a path led to, and when that was written.
    private struct Version: Equatable {
        let target: String
        let writtenAt: Date?

        init(_ path: String) {
            target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            writtenAt = (try? FileManager.default.attributesOfItem(atPath: target))?[.modificationDate] as? Date
        }
    }

    private struct State {
        var identity: Identity
        var versions: [Version]
        var lookedAt: ContinuousClock.Instant
    }

    private let files: PublicListener.TLSFiles
    private let logger: Logger
    private let state: Mutex<State>

    init(_ files: PublicListener.TLSFiles, logger: Logger) throws {
        self.files = files
        self.logger = logger
        let versions = CertificateKeeper.versions(of: files)
        state = Mutex(State(identity: try Identity(files), versions: versions, lookedAt: .now))
    }

    /// What the files hold now, or last held that could be used.
    var current: Identity {
        state.withLock { state in
            guard ContinuousClock.now - state.lookedAt >= CertificateKeeper.pause else { return state.identity }
            state.lookedAt = .now
            let versions = CertificateKeeper.versions(of: files)
            guard versions != state.versions else { return state.identity }
            do {
                state.identity = try Identity(files)
                state.versions = versions
                logger.notice("the certificate was read again", metadata: ["certificate": "\(files.certificate)"])
            } catch {
                logger.error("the new certificate cannot be used; the old one stays", metadata: ["error": "\(error)"])
            }
            return state.identity
        }
    }

    private static func versions(of files: PublicListener.TLSFiles) -> [Version] {
        [files.certificate, files.key].map(Version.init)
    }
}
