/// A callback URL taken apart: what is judged here is exactly what is dialled, spelled the one way.
public struct CallbackURL: Hashable, Sendable, CustomStringConvertible {
    /// What callbacks travel over.
    public enum Scheme: String, Sendable { case http, https }

    /// `http` passes in allowed networks only (``AddressGuard``).
    public let scheme: Scheme
    /// Lower case, without brackets or trailing dot; numbers as an address in its usual form.
    public let host: String
    /// The host, where it is an address itself.
    public let address: IPAddress?
    /// 1 to 65535; where the URL names none, 80 or 443.
    public let port: Int
    /// Path and query, beginning with `/`; a fragment is dropped.
    public let target: String

    /// Reads an absolute http(s) URL, 2048 bytes of ASCII at most; throws `malformed` or `credentials`.
    public init(_ text: String) throws(AddressRefusal) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy(Self.isURLByte) else { throw .malformed }
        guard let scheme = Self.scheme(of: text) else { throw .malformed }
        let rest = text.dropFirst(scheme.rawValue.count + 3)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard !authority.contains("@") else { throw .credentials }
        guard let (name, port) = Self.hostAndPort(authority, scheme), let host = HostName(String(name)) else { throw .malformed }
        self.scheme = scheme
        self.host = host.text
        self.address = host.address
        self.port = port
        let target = rest.dropFirst(authority.count).prefix { $0 != "#" }
        self.target = target.hasPrefix("/") ? String(target) : "/" + target
    }

    /// `example.com`, `[2001:db8::1]`: as it stands in a URL.
    public var bracketedHost: String {
        if case .v6? = address { "[\(host)]" } else { host }
    }

    /// Scheme, host and port (RFC 6454).
    public var origin: String { "\(scheme.rawValue)://\(bracketedHost):\(port)" }

    /// The URL in its normal form; the port only where it is not the scheme's own.
    public var description: String {
        let suffix = port == Self.port(of: scheme) ? "" : ":\(port)"
        return "\(scheme.rawValue)://\(bracketedHost)\(suffix)\(target)"
    }

    /// Control characters, spaces, quotes and backslashes read differently from parser to parser.
    private static func isURLByte(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && !"\"<>\\^`{|}".utf8.contains(byte)
    }

    private static func scheme(of text: String) -> Scheme? {
        [.https, .http].first { text.lowercased().hasPrefix($0.rawValue + "://") }
    }

    private static func port(of scheme: Scheme) -> Int { scheme == .https ? 443 : 80 }

    private static func hostAndPort(_ authority: Substring, _ scheme: Scheme) -> (Substring, Int)? {
        let closing = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
        let end = authority[(closing ?? authority.startIndex)...].firstIndex(of: ":") ?? authority.endIndex
        let digits = authority[end...].dropFirst()
        guard !digits.isEmpty else { return (authority[..<end], port(of: scheme)) }
        guard digits.allSatisfy(\.isNumber), let port = UInt16(digits), port > 0 else { return nil }
        return (authority[..<end], Int(port))
    }
}
