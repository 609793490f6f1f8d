import Foundation

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

    /// Resident memory now, and the most it ever was, in MB.
    func memory() -> (now: Double, peak: Double) {
        let status = (try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)) ?? ""
        func megabytes(_ name: String) -> Double {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
            return Double(line.split(whereSeparator: { !$0.isNumber }).first ?? "").map { $0 / 1024 } ?? 0
        }
        return (megabytes("VmRSS"), megabytes("VmHWM"))
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
