import Glibc
import Outbox

/// Names to addresses.
protocol AddressResolver: Sendable {
    /// All addresses of a host; none where it cannot be resolved, or the task was cancelled.
    func addresses(of host: String) async -> [IPAddress]
}

/// The system's resolver (getaddrinfo).
struct SystemResolver: AddressResolver {
    private static let lookups = SharedLookups(threads: 8, lookup: resolve)

    func addresses(of host: String) async -> [IPAddress] { await SystemResolver.lookups.addresses(of: host) }

    private static func resolve(_ host: String) -> [IPAddress] {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, &hints, &list) == 0 else { return [] }
        defer { unsafe freeaddrinfo(list) }
        var found: [IPAddress] = []
        var next = unsafe list
        while let entry = unsafe next {
            if let address = unsafe numeric(entry.pointee), !found.contains(address) { found.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return found
    }

    @unsafe private static func numeric(_ entry: addrinfo) -> IPAddress? {
        var buffer = [CChar](repeating: 0, count: 64)
        guard unsafe getnameinfo(entry.ai_addr, entry.ai_addrlen, &buffer, 64, nil, 0, NI_NUMERICHOST) == 0 else { return nil }
        return IPAddress(String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }
}
