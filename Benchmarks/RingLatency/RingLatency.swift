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
        discussion: "Prints one table. Run it on a quiet machine: scripts/benchmark builds for release and does so.",
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
            var report = Report()
            for count in modems.split(separator: ",").compactMap({ Int($0) }) {
                try await measure(count, shop: shop, into: &report)
            }
            print(report.text)
        }

        private func measure(_ count: Int, shop: Shop, into report: inout Report) async throws {
            var floors = try Candidate.Order.allCases.map { try Candidate.floor($0, count: count, directory: directory) }
            var gateways = try Candidate.Order.allCases.enumerated().map { index, order in
                try Candidate.gateway(
                    order, count: count, directory: directory, ringcheck: ringcheck, callbackURL: shop.callbackURL ?? "",
                    port: 18_300 + count * 2 + index)
            }
            defer { for candidate in floors + gateways { candidate.program.stop() } }
            for round in 0...rounds {
                let isWarmUp = round == 0
                for index in floors.indices {
                    try await floors[index].round(isWarmUp ? 20 : samples, shop: shop)
                    try await gateways[index].round(isWarmUp ? 20 : samples, shop: shop)
                }
                if isWarmUp {
                    for index in floors.indices {
                        (floors[index].dropped, gateways[index].dropped, gateways[index].calledBack) = (
                            Figures(), Figures(), Figures()
                        )
                    }
                }
                Measure.progress("\(count) modem(s): round \(round) of \(rounds)")
            }
            add(count, floors, gateways, to: &report)
        }

        private func add(_ count: Int, _ floors: [Candidate], _ gateways: [Candidate], to report: inout Report) {
            let limits: [Candidate.Order: Double] = [.atOnce: count == 1 ? 3 : 2.5, .afterCommit: 2.5]
            for (index, order) in Candidate.Order.allCases.enumerated() {
                for percent in [50, 99] {
                    report.ratio(
                        "\(count) modem(s), \(order.rawValue), +CLIP to hang-up, p\(percent)",
                        floor: floors[index].dropped.percentile(percent), measured: gateways[index].dropped.percentile(percent),
                        atMost: percent == 50 ? limits[order] ?? 3 : 10)
                }
                report.value(
                    "\(count) modem(s), \(order.rawValue), +CLIP to callback received, p50",
                    gateways[index].calledBack.percentile(50) / 1000, unit: "ms", atMost: 5)
            }
            let memory = gateways.last?.program.memory() ?? (.nan, .nan)
            report.value("\(count) modem(s), resident memory", memory.now, unit: "MB", atMost: 80)
            report.value("\(count) modem(s), most resident memory", memory.peak, unit: "MB")
        }

        private static func progress(_ text: String) {
            FileHandle.standardError.write(Data("\(text)\n".utf8))
        }
    }
}
