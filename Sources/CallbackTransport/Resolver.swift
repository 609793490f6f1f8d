import Glibc
import NIOPosix
import Outbox

/// Names to addresses, once, away from the event loops.
enum Resolver {
    static func addresses(of url: CallbackURL) async throws -> [IPAddress] {
        if let address = url.address { return [address] }
        let host = url.host
        let found = try await NIOThreadPool.singleton.runIfActive { try resolve(host) }
        guard !found.isEmpty else { throw CallbackFailure.unresolved(host: host) }
        return found
    }

    private static func resolve(_ host: String) throws -> [IPAddress] {
        var list: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(host, nil, nil, &list) == 0 else { throw CallbackFailure.unresolved(host: host) }
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
