import ArgumentParser
import CRingFloor
import Foundation
import Glibc

/// Rings PTYs and times the hang-up: the gateway against a C loop that does nothing else, in the same run and at the same pace.
@main
struct RingLatency: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ring-latency",
        abstract: "From +CLIP to the hang-up: the gateway, and the C loop that is its floor.",
        discussion: "Prints a line of JSON for each figure; scripts/benchmark makes a table of them.",
        subcommands: [Measure.self, Floor.self], defaultSubcommand: Measure.self)

    /// The C loop, as a process of its own.
    struct Floor: ParsableCommand {
        static let configuration = CommandConfiguration(shouldDisplay: false)

        @Argument(help: "What to append to and sync before each hang-up; - for nothing.") var journal: String
        @Argument(help: "The ttys.") var ttys: [String]

        func run() throws {
            let descriptors = ttys.map { unsafe open($0, O_RDWR | O_NOCTTY) }
            let file = journal == "-" ? -1 : unsafe open(journal, O_WRONLY | O_CREAT | O_APPEND, 0o600)
            guard unsafe ring_floor_serve(descriptors, Int32(descriptors.count), file) == 0 else {
                throw BenchmarkError("the C loop failed")
            }
        }
    }

    /// The measurement.
    struct Measure: AsyncParsableCommand {
        @Option(help: "The gateway's program.") var ringcheck: String
        @Option(help: "A folder for its files, on the disk in question.") var directory: String
        @Option(help: "Rounds; each figure is the median over them.") var rounds = 5
        @Option(help: "Calls in a round.") var samples = 150
        @Option(help: "Modems in one process, a list such as 1,64.") var modems = "1,64"

        func run() async throws {
            let shop = Shop()
            let listening = Task { try await shop.listen() }
            defer { listening.cancel() }
            while shop.callbackURL == nil { try await ContinuousClock().sleep(for: .milliseconds(20)) }
            for count in modems.split(separator: ",").compactMap({ Int($0) }) { try await measure(count, shop: shop) }
        }

        private func measure(_ count: Int, shop: Shop) async throws {
            var floors = try Candidate.Order.allCases.map { try Candidate.floor($0, count: count, directory: directory) }
            var gateways = try Candidate.Order.allCases.enumerated().map { index, order in
                try Candidate.gateway(
                    order, count: count, directory: directory, ringcheck: ringcheck, callbackURL: shop.callbackURL ?? "",
                    port: 18_300 + count * 2 + index)
            }
            defer { for candidate in floors + gateways { candidate.program.stop() } }
            try idle(count, &gateways)
            for round in 0...rounds {
                let isWarmUp = round == 0
                // A few of each in turn, since modems that answer nothing for long are given up.
                for slice in stride(from: 0, to: isWarmUp ? 20 : samples, by: 20) {
                    for index in floors.indices {
                        try await floors[index].ring(min(20, samples - slice), shop: shop)
                        try await gateways[index].ring(min(20, samples - slice), shop: shop)
                    }
                }
                for index in floors.indices {
                    floors[index].endRound(counts: !isWarmUp)
                    gateways[index].endRound(counts: !isWarmUp)
                }
                Measure.progress("\(count) modem(s): round \(round) of \(rounds)")
            }
            try tell(count, floors, gateways)
            try await volleys(count, &floors[floors.count - 1], &gateways[gateways.count - 1], shop: shop)
        }

        /// What the last one takes while nothing happens, in ten seconds of it.
        private func idle(_ count: Int, _ gateways: inout [Candidate]) throws {
            Measure.progress("\(count) modem(s): idle")
            let program = gateways[gateways.count - 1].program
            try serve(&gateways, seconds: 3)
            let before = program.processorTime()
            try serve(&gateways, seconds: 10)
            try Report.tell("processor, idle, \(count) modem(s)", (program.processorTime() - before) * 10, unit: "% of a core")
            try Report.tell("resident memory, idle, \(count) modem(s)", program.memory(), unit: "MB")
        }

        private func serve(_ candidates: inout [Candidate], seconds: Int64) throws {
            let end = Switchboard.nanoseconds() + seconds * 1_000_000_000
            while Switchboard.nanoseconds() < end {
                for index in candidates.indices { try candidates[index].board.serve(until: Switchboard.nanoseconds() + 20_000_000) }
            }
        }

        private func tell(_ count: Int, _ floors: [Candidate], _ gateways: [Candidate]) throws {
            for (index, order) in Candidate.Order.allCases.enumerated() {
                for percent in [50, 99] {
                    try Report.tell(
                        "+CLIP to hang-up, \(order.rawValue), \(count) modem(s), p\(percent)",
                        gateways[index].dropped.percentile(percent), floor: floors[index].dropped.percentile(percent), unit: "µs")
                }
                try Report.tell(
                    "+CLIP to callback, \(order.rawValue), \(count) modem(s), p50",
                    gateways[index].calledBack.percentile(50) / 1000,
                    unit: "ms")
            }
            try Report.tell("resident memory, under load, \(count) modem(s)", gateways.last?.program.memory() ?? .nan, unit: "MB")
        }

        /// All modems ring in the same instant.
        private func volleys(_ count: Int, _ floor: inout Candidate, _ gateway: inout Candidate, shop: Shop) async throws {
            guard count > 1 else { return }
            var (floors, gateways) = (Figures(), Figures())
            for round in 0...rounds {
                Measure.progress("\(count) modem(s) at once: round \(round) of \(rounds)")
                let times = try await (floor.volley(shop: shop), gateway.volley(shop: shop))
                guard round > 0 else { continue }
                floors.add(times.0)
                gateways.add(times.1)
            }
            try Report.tell(
                "+CLIP to hang-up, after-commit, \(count) modems in the same instant, p99", gateways.percentile(99) / 1000,
                floor: floors.percentile(99) / 1000, unit: "ms")
        }

        private static func progress(_ text: String) {
            FileHandle.standardError.write(Data("\(text)\n".utf8))
        }
    }
}
