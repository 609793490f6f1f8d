import Foundation
import Gateway
import GatewayAPI
import Glibc
import Telephony

/// The machine itself: disk, power, clock.
struct MachineCheck {
    private static let megabyte: UInt64 = 1 << 20

    let dataDirectory: String

    func checkups() -> [Checkup] { [disk(), power(), clock()] }

    private func disk() -> Checkup {
        guard let free = freeBytes() else { return Checkup("disk", "\(dataDirectory) cannot be looked at") }
        let summary = "\(free / MachineCheck.megabyte) MB free for \(dataDirectory)"
        guard free < 100 * MachineCheck.megabyte else { return Checkup("disk", summary) }
        let isFull = free < 5 * MachineCheck.megabyte
        return Checkup(
            "disk", summary,
            [
                .init(
                    code: isFull ? "disk-full" : "disk-low",
                    title: "the disk of \(dataDirectory) is \(isFull ? "full" : "nearly full")",
                    severity: isFull ? .error : .warning,
                    advice: "Free space (sudo du -xh / | sort -h | tail), or point data-directory to a larger disk.")
            ])
    }

    /// Of the file system that holds the data directory, or will hold it.
    private func freeBytes() -> UInt64? {
        var path = dataDirectory
        while !path.isEmpty, !FileManager.default.fileExists(atPath: path) {
            path = (path as NSString).deletingLastPathComponent
        }
        var status = statvfs()
        guard unsafe statvfs(path.isEmpty ? "." : path, &status) == 0 else { return nil }
        let (bytes, isHuge) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return isHuge ? .max : bytes
    }

    /// The Raspberry Pi's own alarm (Linux: drivers/hwmon/raspberrypi-hwmon.c).
    private func power() -> Checkup {
        let folder = "/sys/class/hwmon"
        for sensor in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard text("\(folder)/\(sensor)/name") == "rpi_volt" else { continue }
            guard text("\(folder)/\(sensor)/in0_lcrit_alarm") == "1" else { return Checkup("power", "the board's voltage is well") }
            return Checkup(
                "power", "under-voltage",
                [
                    .init(
                        code: "under-voltage", title: "the board's voltage is, or was, too low", severity: .warning,
                        advice: "Use the power supply made for the board, a short thick cable, and a powered hub for the modems.")
                ])
        }
        return Checkup("power", "the board has no voltage alarm")
    }

    /// Without the database: by the day this version was made.
    private func clock() -> Checkup {
        let now = SystemClock().now()
        let problems = ClockJudge(newestRecord: nil).fault(at: now).map {
            [HealthProblem(code: "clock-wrong", title: $0, severity: .error, advice: ClockJudge.remedy)]
        }
        return Checkup(
            "clock", Date(timeIntervalSince1970: Double(now.unixMilliseconds) / 1000).formatted(.iso8601), problems ?? [])
    }

    private func text(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
