import Glibc
import NIOPosix
import Outbox
import Synchronization

/// Names to addresses.
protocol AddressResolver: Sendable {
    /// All addresses of a host; none where it cannot be resolved, or the task was cancelled.
    func addresses(of host: String) async -> [IPAddress]
}

/// The system's resolver (getaddrinfo), on threads of its own: it may hang for a long time, and cannot be told to stop. Whoever
/// waits is let go when cancelled; a thread that hangs stays behind, and there are only so many.
struct SystemResolver: AddressResolver {
    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 4)
        pool.start()
        return pool
    }()

    func addresses(of host: String) async -> [IPAddress] {
        let answer = Once<[IPAddress]>()
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                answer.wait(waiter)
                SystemResolver.threads.submit { state in
                    answer.give(state == .active && !answer.isGiven ? SystemResolver.resolve(host) : [])
                }
            }
        } onCancel: {
            answer.give([])
        }
    }

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

/// A value that is given once, by whoever is first.
final class Once<Value: Sendable>: Sendable {
    private struct State {
        var value: Value?
        var waiter: CheckedContinuation<Value, Never>?
    }

    private let state = Mutex(State())

    var isGiven: Bool { state.withLock { $0.value != nil } }

    func wait(_ waiter: CheckedContinuation<Value, Never>) {
        let value = state.withLock { state in
            if state.value == nil { state.waiter = waiter }
            return state.value
        }
        if let value { waiter.resume(returning: value) }
    }

    func give(_ value: Value) {
        let waiter = state.withLock { state -> CheckedContinuation<Value, Never>? in
            guard state.value == nil else { return nil }
            state.value = value
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: value)
    }
}
