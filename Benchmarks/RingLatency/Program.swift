import Foundation
import Glibc

/// A child process under test; ended by its own PID.
final class Program {
    private let process = Process()

    init(_ path: String, _ arguments: [String], log: String) throws {
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.environment = ["PATH": "/usr/bin:/bin"]
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        let output = FileHandle(forWritingAtPath: log) ?? .nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
    }

    var isRunning: Bool { process.isRunning }

    /// Resident memory, MB.
    func memory() -> Double {
        let line = about("status").split(separator: "\n").first { $0.hasPrefix("VmRSS") } ?? ""
        return Double(line.split(whereSeparator: { !$0.isNumber }).first ?? "").map { $0 / 1024 } ?? .nan
    }

    /// What it took of the processor so far, seconds.
    func processorTime() -> Double {
        let fields = about("stat").split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return .nan }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private func about(_ file: String) -> String {
        (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/\(file)", encoding: .utf8)) ?? ""
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    /// What a short command printed.
    static func output(_ path: String, _ arguments: [String]) throws -> Data {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw BenchmarkError("\(path) \(arguments) failed") }
        return data
    }
}
