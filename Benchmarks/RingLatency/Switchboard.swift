import Glibc
import Telephony

/// The modems of one program under test: keeps their dialogues going, rings them, and times the hang-up.
struct Switchboard {
    private(set) var modems: [BenchmarkModem]
    private var polls: [pollfd]
    private var tick: Int64 = 0

    init(count: Int) throws {
        modems = try (0..<count).map { try BenchmarkModem(index: $0) }
        polls = modems.map { pollfd(fd: $0.master, events: Int16(POLLIN), revents: 0) }
    }

    /// Rings one modem; nanoseconds from the written `+CLIP` to the first byte of the hang-up.
    mutating func ring(_ index: Int, caller: String) throws -> Int64 {
        let ring = Switchboard.ring(from: caller)
        let start = Switchboard.nanoseconds()
        modems[index].write(ring)
        while Switchboard.nanoseconds() - start < 5_000_000_000 {
            guard try awaitBytes(until: start + 5_000_000_000) else { continue }
            let now = Switchboard.nanoseconds()
            for (which, bytes) in take() {
                modems[which].answer(bytes, at: BootInstant(nanoseconds: now))
                if which == index, Switchboard.isHangUp(bytes) { return now - start }
            }
        }
        throw BenchmarkError("a call on \(modems[index].path) was not dropped within 5 s")
    }

    /// Rings many at once, each from one caller; nanoseconds from each written `+CLIP` to its hang-up.
    mutating func volley(_ callers: [Int: String]) throws -> [Int64] {
        let rings = callers.mapValues(Switchboard.ring(from:))
        var started: [Int: Int64] = [:]
        for (index, ring) in rings {
            started[index] = Switchboard.nanoseconds()
            modems[index].write(ring)
        }
        var times: [Int64] = []
        let end = Switchboard.nanoseconds() + 10_000_000_000
        while !started.isEmpty {
            guard Switchboard.nanoseconds() < end, try awaitBytes(until: end) else {
                throw BenchmarkError("\(started.count) calls were not dropped within 10 s")
            }
            let now = Switchboard.nanoseconds()
            for (which, bytes) in take() {
                modems[which].answer(bytes, at: BootInstant(nanoseconds: now))
                if Switchboard.isHangUp(bytes), let start = started.removeValue(forKey: which) { times.append(now - start) }
            }
        }
        return times
    }

    private static func ring(from caller: String) -> [UInt8] {
        Array("\r\nRING\r\n\r\n+CLIP: \"\(caller)\",145,\"\",0,\"\",0\r\n".utf8)
    }

    /// Answers commands until this time (CLOCK_MONOTONIC, nanoseconds).
    mutating func serve(until end: Int64) throws {
        while Switchboard.nanoseconds() < end {
            guard try awaitBytes(until: end) else { return }
            let now = BootInstant(nanoseconds: Switchboard.nanoseconds())
            for (which, bytes) in take() { modems[which].answer(bytes, at: now) }
        }
    }

    /// Answers commands until the next beat: programs are rung at the same pace, whatever they do in between.
    mutating func serveUntilNextBeat(of period: Int64 = 15_000_000) throws {
        tick = max(tick + period, Switchboard.nanoseconds())
        try serve(until: tick)
    }

    static func nanoseconds() -> Int64 {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    private mutating func awaitBytes(until end: Int64) throws -> Bool {
        let left = max(0, end - Switchboard.nanoseconds())
        let ready = unsafe poll(&polls, nfds_t(polls.count), Int32((left + 999_999) / 1_000_000))
        if ready < 0, errno != EINTR { throw BenchmarkError("poll failed") }
        return ready > 0
    }

    private mutating func take() -> [(Int, [UInt8])] {
        polls.indices.filter { polls[$0].revents != 0 }.map { ($0, modems[$0].serve()) }
    }

    private static func isHangUp(_ bytes: [UInt8]) -> Bool {
        let text = String(decoding: bytes, as: UTF8.self)
        return text.contains("AT+CHUP") || text.contains("ATH")
    }
}
