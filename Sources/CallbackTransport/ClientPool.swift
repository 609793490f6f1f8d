import AsyncHTTPClient
import NIOPosix
import NIOSSL

/// Keeps an HTTP client for each of the places dialled lately, so that connections are used again. A bounded number: the one not
/// used for the longest time goes first.
actor ClientPool {
    static let capacity = 32

    private struct Entry {
        let client: HTTPClient
        var users: Int
        var lastUse: Int
    }

    private let trustRoots: [NIOSSLCertificate]
    private let loops: MultiThreadedEventLoopGroup
    private var entries: [DialledPlace: Entry] = [:]
    private var uses = 0
    /// How many clients there are.
    var count: Int { entries.count }

    init(trustRoots: [NIOSSLCertificate], loops: MultiThreadedEventLoopGroup) {
        self.trustRoots = trustRoots
        self.loops = loops
    }

    /// Lends the place's client.
    nonisolated func use<Result: Sendable>(
        _ place: DialledPlace, _ body: @Sendable (HTTPClient) async throws -> Result
    ) async throws -> Result {
        let client = await take(place)
        do {
            let result = try await body(client)
            await giveBack(place)
            return result
        } catch {
            await giveBack(place)
            throw error
        }
    }

    func shutdown() async {
        let all = entries.values.map(\.client)
        entries = [:]
        for client in all { try? await client.shutdown() }
    }

    private func take(_ place: DialledPlace) -> HTTPClient {
        uses += 1
        var entry =
            entries[place]
            ?? Entry(
                client: HTTPClient(
                    eventLoopGroupProvider: .shared(loops), configuration: place.configuration(trustRoots: trustRoots)),
                users: 0, lastUse: 0)
        entry.users += 1
        entry.lastUse = uses
        entries[place] = entry
        return entry.client
    }

    private func giveBack(_ place: DialledPlace) async {
        entries[place]?.users -= 1
        guard entries.count > ClientPool.capacity,
            let oldest = entries.filter({ $0.value.users == 0 }).min(by: { $0.value.lastUse < $1.value.lastUse })
        else { return }
        entries[oldest.key] = nil
        try? await oldest.value.client.shutdown()
    }
}
