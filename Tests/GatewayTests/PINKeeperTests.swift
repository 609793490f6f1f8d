import Fleet
import FoundationEssentials
import SQLiteStore
import Telephony
import Testing

@testable import Gateway
@testable import Modem

/// PINs, files and a real database, across restarts.
@Suite struct PINKeeperTests {
    private let card = ICCID("8991101200003204510")

    private func scene(_ body: (_ folder: String, _ facts: ModemFacts) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ringcheck-pin-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var facts = ModemFacts()
        facts.card = card
        facts.pinState = "SIM PIN"
        try await body(folder, facts)
    }

    private func write(_ pin: String, to path: String, age: TimeInterval, mode: Int = 0o600) throws {
        try Data(pin.utf8).write(to: URL(fileURLWithPath: path))
        let date = Date(timeIntervalSince1970: 1_700_000_000 + age)
        try FileManager.default.setAttributes([.posixPermissions: mode, .modificationDate: date], ofItemAtPath: path)
    }

    /// One run of the gateway: opens the database, asks for the PIN, tells what the card made of it, and ends.
    private func run(in folder: String, _ facts: ModemFacts, _ outcome: PINOutcome?) async throws -> Surroundings.PINAnswer {
        let store = try SQLiteStore(directory: folder)
        defer { try? store.close() }
        let keeper = PINKeeper(store: store, clock: .system(), lines: [])
        let answer = await keeper.pin(for: Port(path: "/dev/ttyX", pinFile: "\(folder)/pin"), facts)
        if case .pin = answer, let outcome { await keeper.entered(facts, outcome) }
        return answer
    }

    @Test func `a refused PIN is not sent again by any restart, and a corrected file is tried once`() async throws {
        try await scene { folder, facts in
            try write("1111\n", to: "\(folder)/pin", age: 0)
            #expect(try await run(in: folder, facts, .refused) == .pin("1111"))
            for _ in 0..<5 { #expect(try await run(in: folder, facts, .refused) != .pin("1111")) }
            try write("2222\n", to: "\(folder)/pin", age: 60)
            #expect(try await run(in: folder, facts, .refused) == .pin("2222"))
            try write("3333\n", to: "\(folder)/pin", age: 120)
            for _ in 0..<5 { #expect(try await run(in: folder, facts, .refused) != .pin("3333")) }
        }
    }

    @Test func `a PIN that was taken is taken again after every restart`() async throws {
        try await scene { folder, facts in
            try write("1234", to: "\(folder)/pin", age: 0)
            for _ in 0..<5 { #expect(try await run(in: folder, facts, .taken) == .pin("1234")) }
        }
    }

    @Test func `a PIN that a busy card was not given is tried whenever it asks`() async throws {
        try await scene { folder, facts in
            try write("1234", to: "\(folder)/pin", age: 0)
            for _ in 0..<5 { #expect(try await run(in: folder, facts, .notGiven) == .pin("1234")) }
        }
    }

    @Test func `two power cuts between the PIN and its answer are the most that is tried`() async throws {
        try await scene { folder, facts in
            try write("1234", to: "\(folder)/pin", age: 0)
            var sent = 0
            for _ in 0..<6 { if case .pin = try await run(in: folder, facts, nil) { sent += 1 } }
            #expect(sent == 2)
        }
    }

    @Test(arguments: [("12", 0o600, "holds no PIN"), ("12a4", 0o600, "holds no PIN"), ("1234", 0o644, "can be read by everybody")])
    func `a file that holds no PIN, or is open to everybody, is refused in one sentence`(
        _ text: String, _ mode: Int, _ sentence: String
    ) async throws {
        try await scene { folder, facts in
            try write(text, to: "\(folder)/pin", age: 0, mode: mode)
            guard case .refused(let reason) = try await run(in: folder, facts, nil) else { Issue.record("sent"); return }
            #expect(reason.contains(sentence))
        }
    }

    @Test func `a file that a link leads to is judged by itself`() async throws {
        try await scene { folder, facts in
            try write("1234", to: "\(folder)/kept", age: 0)
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/pin", withDestinationPath: "\(folder)/kept")
            guard case .pin = try await run(in: folder, facts, .taken) else { Issue.record("refused"); return }
        }
    }
}
