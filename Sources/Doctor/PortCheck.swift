import Foundation
import GatewayAPI
import Glibc

/// Whether each tty is there, may be opened, and is held by nobody else.
struct PortCheck {
    let ttys: TTYs
    let mayRun: Bool
    let processes: Processes

    func checkup() -> Checkup {
        let problems = ttys.all.flatMap(found)
        return Checkup("ports", ttys.all.isEmpty ? "no tty is configured or found" : ttys.all.count.of("tty"), problems)
    }

    private func found(_ path: String) -> [HealthProblem] {
        guard unsafe access(path, F_OK) == 0 else {
            return [
                .init(
                    code: "port-missing", title: "\(path) does not exist", severity: .error,
                    advice: "Plug the modem in, or correct the path under modems.ports: ls /dev/serial/by-path shows what is there."
                )
            ]
        }
        let denied = unsafe access(path, R_OK | W_OK) != 0 ? [denial(of: path)] : []
        return denied + foreigners(on: path).map { intrusion($0, on: path) }
    }

    private func denial(of path: String) -> HealthProblem {
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(path))
        let group = attributes?[.groupOwnerAccountName] as? String ?? "dialout"
        let user = NSUserName()
        return .init(
            code: "port-denied", title: "\(path) may not be opened by \(user)", severity: .error,
            advice: group == "root"
                ? "Install the udev rules: ringcheck udev-rules | sudo tee /etc/udev/rules.d/70-ringcheck.rules"
                : "Run: sudo usermod -aG \(group) \(user), and log in again (or restart the service).")
    }

    /// Its own gateway is no foreigner.
    private func foreigners(on path: String) -> [Processes.Holder] {
        (processes.holders[resolved(path)] ?? []).filter { $0.name != "ringcheck" || !mayRun }
    }

    private func intrusion(_ holder: Processes.Holder, on path: String) -> HealthProblem {
        let remedy =
            switch holder.name {
            case "ModemManager": "Install the udev rules, which keep it away, or run: sudo systemctl disable --now ModemManager"
            case "brltty": "It takes serial adapters for Braille displays: sudo apt purge brltty"
            default: "Stop it: kill \(holder.pid), or whatever starts it."
            }
        return .init(
            code: "port-held", title: "\(path) is held by \(holder.name) (process \(holder.pid))", severity: .error, advice: remedy)
    }

    private func resolved(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
}
