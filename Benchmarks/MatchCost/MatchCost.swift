import ArgumentParser
import Foundation
import GRDB
import SQLiteStore
import Telephony
import Verification

/// What it costs to match a call, from a thousand pending verifications to a million, and with millions of past rows: each figure
/// beside that of the small database of the same run.
@main
struct MatchCost: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "match-cost", abstract: "Measure what matching a call costs, in a small database and in a large one.",
        discussion: "Prints a line of JSON for each figure; scripts/benchmark makes a table of them.",
        subcommands: [Measure.self, Fill.self], defaultSubcommand: Measure.self)
}

/// Makes a large database, for others to start with.
struct Fill: AsyncParsableCommand {
    static let configuration = CommandConfiguration(shouldDisplay: false)

    @Option(help: "Where the database is made.") var directory: String
    @Option(help: "Past rows, half of them verifications, half calls.") var past: Int

    func run() async throws { try await Bench(directory: directory, pending: 0, past: past).leave() }
}

/// The measurement.
struct Measure: AsyncParsableCommand {
    @Option(help: "Where the databases are made; removed at the end.") var directory: String
    @Option(help: "Pending verifications of the large one.") var pending = 1_000_000
    @Option(help: "Past rows of the large one, half of them verifications, half calls.") var past = 10_000_000
    @Option(help: "Calls that are matched, by turns in either.") var samples = 2000

    func run() async throws {
        let small = try await Bench(directory: "\(directory)/small", pending: 1000, past: 0)
        FileHandle.standardError.write(Data("filling \(pending) pending and \(past) past rows …\n".utf8))
        let large = try await Bench(directory: "\(directory)/large", pending: pending, past: past)
        var times: (small: [Duration], large: [Duration]) = ([], [])
        var creates: (small: [Duration], large: [Duration]) = ([], [])
        for sample in 0..<samples {
            let (smallCreate, smallMatch) = try await small.sample(sample)
            let (largeCreate, largeMatch) = try await large.sample(sample)
            // The first ones fill caches.
            guard sample >= samples / 10 else { continue }
            times.small.append(smallMatch)
            times.large.append(largeMatch)
            creates.small.append(smallCreate)
            creates.large.append(largeCreate)
        }
        try report("match a call", times.small, times.large)
        try report("create", creates.small, creates.large)
        try small.close()
        try large.close()
    }

    private func report(_ name: String, _ small: [Duration], _ large: [Duration]) throws {
        func at(_ share: Double, _ times: [Duration]) -> Double {
            let sorted = times.sorted()
            let (seconds, attoseconds) = sorted[min(sorted.count - 1, Int(share * Double(sorted.count)))].components
            return Double(seconds) * 1e6 + Double(attoseconds) / 1e12
        }
        for (word, share) in [("p50", 0.5), ("p99", 0.99)] {
            let row = Row(
                what: "\(name), \(pending) pending and \(past) past, \(word)", floor: at(share, small), value: at(share, large),
                unit: "µs")
            print(String(decoding: try JSONEncoder().encode(row), as: UTF8.self))
        }
    }

    private struct Row: Encodable {
        let what: String
        let floor: Double
        let value: Double
        let unit: String
    }
}

/// A store of a certain size, and calls to it.
struct Bench {
    private let store: SQLiteStore
    private let path: String
    private let shop: ApplicationName
    private let line = LineID(rawValue: "iccid:1")
    private let offer: LineOffer
    private let boot = BootID(rawValue: "bench")

    struct Impossible: Error {}

    init(directory: String, pending: Int, past: Int) async throws {
        guard let shop = ApplicationName(rawValue: "shop"), let number = E164("+919876500001") else { throw Impossible() }
        self.shop = shop
        path = directory
        offer = LineOffer(line: line, number: number, region: "IN", lastProof: nil, isSimulated: false)
        try SQLiteStore(directory: directory).close()
        try Bench.fill("\(directory)/ringcheck.sqlite", pending: pending, past: past)
        store = try SQLiteStore(directory: directory, slotPolicy: SlotPolicy(pendingPerLine: 0))
        var policy = ApplicationPolicy.standard
        policy.attempts.perNumber = 0
        try await store.register([Application(name: shop, callbackURL: "https://shop.example/", policy: policy)])
    }

    /// The database stays.
    func leave() throws { try store.close() }

    func close() throws {
        try store.close()
        try FileManager.default.removeItem(atPath: path)
    }

    /// One verification, and the call that ends it: what either took.
    func sample(_ index: Int) async throws -> (create: Duration, match: Duration) {
        guard let number = E164("+9170\(10_000_000 + index)") else { throw Impossible() }
        let now = moment(Double(index))
        let request = VerificationRequest(
            application: shop, phoneNumber: number, region: "IN", callbackURL: "https://shop.example/", lifetime: .seconds(100_000))
        let clock = ContinuousClock()
        var outcome = CreateOutcome.noLine
        let create = try await clock.measure { outcome = try await store.create(request, offers: [offer], at: now) }
        guard case .created(let made) = outcome else { throw Impossible() }
        let presentation = CallerPresentation(digits: number.description, typeOfAddress: .international, validity: .valid)
        let call = IncomingCall(
            id: CallID(at: now), modem: ModemID(rawValue: "m"), line: line, presentation: presentation,
            caller: presentation.identity,
            rangAt: moment(Double(index) + 0.5))
        let observed = ObservedCall(call: call, reading: .number(number), lineNumber: offer.number)
        var settled: Settlement?
        let match = try await clock.measure { settled = try await store.settle(observed, at: observed.call.rangAt) }
        guard settled?.ended == made.id else { throw Impossible() }
        store.close(call.id, at: moment(Double(index) + 0.6))
        return (create, match)
    }

    private func moment(_ seconds: Double) -> Moment {
        Moment(
            boot: boot, instant: BootInstant(nanoseconds: Int64(seconds * 1e9)),
            unixMilliseconds: 1_800_000_000_000 + Int64(seconds * 1000))
    }

    /// Rows as the store writes them, in bulk.
    private static func fill(_ file: String, pending: Int, past: Int) throws {
        let database = try DatabaseQueue(path: file)
        try database.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
            try database.inTransaction {
                try database.execute(sql: "INSERT INTO applications (name, is_configured) VALUES ('shop', 1)")
                try database.execute(
                    sql: verifications("p", "'pending'", "NULL, NULL, NULL", holds: 1, prefix: "+9198", count: pending))
                try database.execute(
                    sql: verifications("q", "'expired'", "'old', 1, 1", holds: 0, prefix: "+9199", count: past / 2))
                try database.execute(
                    sql: """
                        INSERT INTO handed_out_lines (verification, position, line, number, since_boot, since_ns, since_ms)
                        SELECT id, 0, 'iccid:1', '+919876500001', 'bench', 0, 0 FROM verifications WHERE status = 'pending';
                        INSERT INTO slot_counts (line, application, slots)
                        SELECT 'iccid:1', 'shop', count(*) FROM verifications WHERE holds_slot = 1;
                        WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < \(past / 2))
                        INSERT INTO calls (id, modem, line, line_number, presentation, caller_state, caller_digits, caller_type, reading,
                            reading_number, forwarding, bearer, is_simulated, rang_boot, rang_ns, rang_ms, disposition, closed_boot,
                            closed_ns, closed_ms)
                        SELECT 'call_' || n, 'm', 'iccid:1', '+919876500001', '0 145 +9199' || n, 'presented', '+9199' || n, 145, 'number',
                            '+9199' || n, 'untold', 'voice', 0, 'old', n, n, 'no-pending', 'old', n, n FROM n WHERE \(past) > 0
                        """)
                return .commit
            }
        }
        try database.close()
    }

    private static func verifications(
        _ kind: String, _ status: String, _ ended: String, holds: Int, prefix: String, count: Int
    ) -> String {
        """
        WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < \(count))
        INSERT INTO verifications (id, application, phone_number, status, callback_url, lifetime_ns, created_boot, created_ns, created_ms,
            deadline_boot, deadline_ns, deadline_ms, ended_boot, ended_ns, ended_ms, assurance, is_simulated, holds_slot)
        SELECT 'ver_\(kind)' || n, 'shop', '\(prefix)' || printf('%08d', n), \(status), 'https://shop.example/', 100000000000000, 'bench', 0, 0,
            'bench', 100000000000000 + n, 0, \(ended), 'none', 0, \(holds) FROM n WHERE \(count) > 0
        """
    }
}
