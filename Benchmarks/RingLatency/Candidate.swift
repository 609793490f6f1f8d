import Foundation

/// A program that is rung: the gateway, or the C loop that is its floor.
struct Candidate {
    /// When the call is recorded.
    enum Order: String, CaseIterable { case atOnce = "at-once", afterCommit = "after-commit" }

    let program: Program
    var board: Switchboard
    var dropped = Figures()
    var calledBack = Figures()
    /// The gateway's address and key; `nil` for the floor.
    var access: (base: String, key: String)?
    private var calls = 0
    private var drops: [Int64] = []
    private var callbacks: [Int64] = []

    /// The C loop in a process of its own.
    static func floor(_ order: Order, count: Int, directory: String) throws -> Candidate {
        let board = try Switchboard(count: count)
        let journal = order == .afterCommit ? "\(directory)/floor-\(count).journal" : "-"
        let program = try Program(
            CommandLine.arguments[0], ["floor", journal] + board.modems.map(\.path), log: "\(directory)/floor-\(order)-\(count).log"
        )
        return Candidate(program: program, board: board)
    }

    /// The gateway, with an application whose callbacks go to the shop.
    static func gateway(
        _ order: Order, count: Int, directory: String, ringcheck: String, callbackURL: String, port: Int
    ) throws -> Candidate {
        var board = try Switchboard(count: count)
        let folder = "\(directory)/\(order.rawValue)-\(count)"
        let settings = try Settings(
            folder: folder, order: order, ports: board.modems.map(\.path), callbackURL: callbackURL, port: port)
        let program = try Program(ringcheck, ["serve", "--config", settings.file], log: "\(folder).log")
        try board.serve(until: Switchboard.nanoseconds() + Int64(3_000_000_000 + count * 40_000_000))
        guard program.isRunning else { throw BenchmarkError("the gateway ended: see \(folder).log") }
        let key = try Settings.key(ringcheck, settings.file)
        return Candidate(program: program, board: board, access: ("http://127.0.0.1:\(port)", key))
    }

    private init(program: Program, board: Switchboard, access: (base: String, key: String)? = nil) {
        self.program = program
        self.board = board
        self.access = access
    }

    /// Rings so many calls at a steady pace, over all modems in turn.
    mutating func ring(_ samples: Int, shop: Shop) async throws {
        for _ in 0..<samples {
            calls += 1
            let caller = "+9198\(String(String(100_000_000 + calls).dropFirst()))"
            let asked = try await ask(caller, shop)
            try board.serveUntilNextBeat()
            let start = Switchboard.nanoseconds()
            drops.append(try board.ring(asked.modem, caller: caller))
            guard let id = asked.id else { continue }
            callbacks.append(try callback(of: id, shop) - start)
        }
    }

    /// What was timed since the last one is a round; `counts`: it is no warm-up.
    mutating func endRound(counts: Bool) {
        if counts {
            dropped.add(drops)
            calledBack.add(callbacks)
        }
        (drops, callbacks) = ([], [])
    }

    /// Rings all modems in the same instant.
    mutating func volley(shop: Shop) async throws -> [Int64] {
        var callers: [Int: String] = [:]
        for _ in board.modems.indices {
            calls += 1
            let caller = "+9198\(String(String(100_000_000 + calls).dropFirst()))"
            callers[try await ask(caller, shop).modem] = caller
        }
        let times = try board.volley(callers)
        try board.serve(until: Switchboard.nanoseconds() + 1_000_000_000)
        return times
    }

    private func ask(_ caller: String, _ shop: Shop) async throws -> (modem: Int, id: String?) {
        guard let access else { return (calls % board.modems.count, nil) }
        let created = try await shop.ask(caller, base: access.base, key: access.key)
        guard let modem = board.modems.firstIndex(where: { $0.number == created.numberToCall }) else {
            throw BenchmarkError("no modem has the number \(created.numberToCall)")
        }
        return (modem, created.id)
    }

    private mutating func callback(of id: String, _ shop: Shop) throws -> Int64 {
        let limit = Switchboard.nanoseconds() + 5_000_000_000
        while Switchboard.nanoseconds() < limit {
            if let arrived = shop.arrival(of: id) { return arrived }
            try board.serve(until: Switchboard.nanoseconds() + 1_000_000)
        }
        throw BenchmarkError("a verification was not called back within 5 s")
    }
}
