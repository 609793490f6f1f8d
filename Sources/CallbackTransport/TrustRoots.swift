import Glibc
public import NIOSSL

/// Certificates of private authorities, from PEM files.
public enum TrustRoots {
    /// Why a file cannot be used: one sentence.
    public struct Unusable: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// All certificates of these files.
    public static func load(_ files: [String]) throws(Unusable) -> [NIOSSLCertificate] {
        var certificates: [NIOSSLCertificate] = []
        for file in files {
            guard let found = try? NIOSSLCertificate.fromPEMFile(file), !found.isEmpty else {
                throw Unusable(
                    description: "\(file) holds no certificate in PEM form, or cannot be read: name a file such as ca.pem.")
            }
            certificates += found
        }
        return certificates
    }
}
