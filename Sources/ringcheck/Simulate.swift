import ArgumentParser

/// `ringcheck simulate`
struct Simulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Virtual modems, and calls to them.", subcommands: [SimulateCall.self, SimulateModems.self])
}
