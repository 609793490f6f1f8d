import Dispatch
import Outbox
import Synchronization
import Testing

@testable import CallbackTransport

/// One customer's dead name server is nobody else's trouble.
@Suite(.timeLimit(.minutes(1))) struct SharedLookupsTests {
    @Test func `a name whose lookup hangs takes one thread, however many ask for it, and all of them hear what it tells`()
        async throws
    {
        let release = DispatchSemaphore(value: 0)
        let asked = Mutex<[String]>([])
        let address = try #require(IPAddress("192.0.2.7"))
        let lookups = SharedLookups(threads: 2) { host in
            asked.withLock { $0.append(host) }
            if host == "dead.example" { release.wait() }
            return [address]
        }
        let waiters = (0..<8).map { _ in Task { await lookups.addresses(of: "dead.example") } }
        while !asked.withLock({ $0.contains("dead.example") }) { await Task.yield() }
        #expect(await lookups.addresses(of: "shop.example") == [address])
        release.signal()
        for waiter in waiters { #expect(await waiter.value == [address]) }
    }

    @Test func `whoever is cancelled is let go at once, and the name is looked up again for the next one`() async throws {
        let (release, address) = (DispatchSemaphore(value: 0), try #require(IPAddress("192.0.2.7")))
        let lookups = SharedLookups(threads: 1) { _ in
            release.wait()
            return [address]
        }
        let impatient = Task { await lookups.addresses(of: "dead.example") }
        let queued = Task { await lookups.addresses(of: "shop.example") }
        impatient.cancel()
        queued.cancel()
        #expect(await impatient.value == [])
        #expect(await queued.value == [])
        release.signal()
        release.signal()
        #expect(await lookups.addresses(of: "shop.example") == [address])
    }
}
