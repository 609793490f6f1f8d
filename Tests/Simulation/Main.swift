import ArgumentParser
import CVirtualMachine
import Foundation
import SQLiteStore
import VirtualWorld

/// Lets the whole gateway live through worlds in which everything goes wrong, in virtual time.
@main struct Main: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulation",
        abstract: "Lets the whole gateway live through worlds in which everything goes wrong, in virtual time.",
        discussion: """
            Each seed is one world: the same seed, the same world, to the last byte. What is promised is checked in each; a seed that \
            breaks a promise prints the command that plays it again. Ends with 1 if there is one.
            """)

    @Option(help: "The first seed.") var from: UInt64 = 1
    @Option(help: "How many.") var seeds: UInt64 = 100
    @Flag(help: "Tell everything that happens.") var trace = false
    @Flag(help: "Play each seed twice, and see that nothing is left to chance.") var twice = false

    mutating func run() throws {
        requireTheOneThread()
        try repeatExactly()
        virtual_disk_install()
        virtual_threads_install { job in
            requireTheOneThread()
            simulatedPool?.add(unsafeBitCast(job, to: UnownedJob.self))
        }
        let folder = "\(FileManager.default.temporaryDirectory.path)/ringcheck-simulation-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "whsec_\(Data(repeating: 7, count: 32).base64EncodedString())".write(
            toFile: Settings.secretFile, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: Settings.secretFile) }
        try SQLiteStore(directory: "\(folder)/template").close()
        let failed = play(folder: folder)
        guard failed.isEmpty else { throw ExitCode(1) }
    }

    private func play(folder: String) -> [UInt64] {
        var failed: [UInt64] = []
        var lived = Duration.zero
        for seed in from..<(from + seeds) {
            var simulation = Simulation(seed: seed, folder: "\(folder)/\(seed)", template: "\(folder)/template", isTracing: trace)
            lived += simulation.run()
            var isBroken = !simulation.ledger.faults.isEmpty
            if twice {
                var again = Simulation(seed: seed, folder: "\(folder)/\(seed)", template: "\(folder)/template")
                _ = again.run()
                if again.ledger.fingerprint != simulation.ledger.fingerprint {
                    print("seed \(seed): two runs differ")
                    isBroken = true
                }
            }
            guard isBroken else { continue }
            failed.append(seed)
            for fault in simulation.ledger.faults.prefix(5) { print("seed \(seed): \(fault.invariant.rawValue): \(fault.text)") }
            print("    play it again: scripts/simulate --from \(seed) --seeds 1 --trace")
        }
        let hours = lived.components.seconds / 3600
        print(
            "\(seeds) seeds from \(from), \(hours) h of virtual time: \(failed.isEmpty ? "all promises kept" : "\(failed.count) broke a promise")"
        )
        return failed
    }

    /// Sets and dictionaries have to be walked in the same order each time: that is settled before the program starts.
    private func repeatExactly() throws {
        guard ProcessInfo.processInfo.environment["SWIFT_DETERMINISTIC_HASHING"] == nil else { return }
        setenv("SWIFT_DETERMINISTIC_HASHING", "1", 1)
        var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
        execv("/proc/self/exe", &arguments)
    }
}
