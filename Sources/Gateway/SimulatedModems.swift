import Foundation
import Logging
import ModemSimulator
import Telephony
import UnixSignals

/// Virtual modems in a process of their own.
public struct SimulatedModems: Sendable {
    /// How many there can be.
    public static let most = VirtualModemBank.most

    private let count: Int
    private let directory: String

    /// `count`: 1 to ``most``. `directory`: gets `modem0`, `modem1`, … and `control.sock`; it is made where it is missing.
    public init(count: Int, directory: String) {
        self.count = count
        self.directory = directory
    }

    /// Runs until SIGTERM or SIGINT; `tell` gets a line for each port: its path and its number. Throws `SimulatorError`, or what keeps
    /// the directory from being made.
    public func run(tell: @Sendable (String) -> Void) async throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let bank = try VirtualModemBank(count: count, directory: directory)
        defer { bank.close() }
        for port in bank.ports { tell("\(port.path) \(port.identity.number?.description ?? "")") }
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        for await _ in signals { return }
    }
}
