import Foundation
import Gateway
import ModemSimulator
import Telephony
import Verification
import VirtualWorld

/// What one seed's world is like.
struct Settings {
    static let applications = ["shop", "bank"]
    /// Few people, so that they meet; two have numbers that end like those of two others.
    static let people = (10...21).map { "+9198100000\($0)" } + ["+447700000010", "+447700000011"]

    let seed: UInt64
    let personalities: [Personality]
    let dropsAfterCommit: Bool
    let pendingPerLine: Int
    let testsLines: Bool
    /// How long things happen.
    let duration: Duration
    /// From one happening to the next, at the longest.
    let longestPause: Duration
    /// Some eight times what the busiest of sixty seeds took.
    let mostJobs = 500_000
    /// Where its files are.
    let folder: String
    /// The disk of a gateway that never ran.
    let template: String

    init(seed: UInt64, chance: inout SplitMix64, folder: String, template: String) {
        self.seed = seed
        self.folder = folder
        self.template = template
        personalities = (0..<Int.random(in: 1...4, using: &chance)).map { _ in Settings.personality(&chance) }
        dropsAfterCommit = chance.chance(85)
        pendingPerLine = [0, 2, 10].randomElement(using: &chance) ?? 10
        testsLines = chance.chance(20)
        duration = .seconds(Int.random(in: 200...900, using: &chance))
        longestPause = .seconds(Int.random(in: 3...25, using: &chance))
    }

    private static func personality(_ chance: inout SplitMix64) -> Personality {
        let names = Personality.named.keys.sorted()
        var personality = Personality.named[names.randomElement(using: &chance) ?? "generic"] ?? .generic
        if chance.chance(30) {
            let timings: [Personality.CLIPTiming] = [.beforeRing, .fromRing(2), .never, .afterFirstRing]
            personality.clipTiming = timings.randomElement(using: &chance) ?? .afterEveryRing
        }
        if chance.chance(20) { personality.clipDelay = .milliseconds(Int.random(in: 1...900, using: &chance)) }
        if chance.chance(20) { personality.tellsOwnHangUp = true }
        if chance.chance(20) { personality.trailingRings = 1 }
        if chance.chance(20) { personality.answerDelay = .milliseconds(Int.random(in: 1...400, using: &chance)) }
        if chance.chance(10) { personality.deafTo = ["+CHUP"] }
        return personality
    }

    var slotPolicy: SlotPolicy { SlotPolicy(pendingPerLine: pendingPerLine) }

    /// What the operator wrote.
    func configuration(dataDirectory: String) -> Configuration {
        var configuration = Settings.base
        configuration.dataDirectory = dataDirectory
        configuration.dropsAfterCommit = dropsAfterCommit
        configuration.verification.pendingPerLine = pendingPerLine
        configuration.modems.receivability.isTested = testsLines
        return configuration
    }

    static let retryWaits: [Duration] = [0, 2, 10, 30, 60].map { .seconds($0) }

    private static let base: Configuration = {
        let customers = applications.map {
            "  - { name: \($0), callback-url: 'https://\($0).example/hook', callback-secret-file: '\(secretFile)' }"
        }
        let text = (["applications:"] + customers).joined(separator: "\n")
        var configuration: Configuration
        do {
            configuration = try Configuration.parse(text, file: "simulation.yaml")
        } catch {
            fatalError("\(error)")
        }
        configuration.callbacks.retryWaits = retryWaits
        configuration.callbacks.timeLimit = .seconds(5)
        return configuration
    }()

    /// One for all.
    static let secretFile = "\(FileManager.default.temporaryDirectory.path)/ringcheck-simulation-\(getpid()).secret"
}
