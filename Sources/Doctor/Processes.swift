import Foundation

/// The processes of this machine that have a tty open, as `/proc` shows them; of other users' only with the right to look.
struct Processes {
    struct Holder: Hashable {
        let name: String
        let pid: Int
    }

    /// By the real path of what they have open.
    let holders: [String: [Holder]]

    init(holders: [String: [Holder]]) { self.holders = holders }

    static func all() -> Processes {
        var holders: [String: [Holder]] = [:]
        for pid in entries("/proc").compactMap({ Int($0) }) {
            guard let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8) else { continue }
            let holder = Holder(name: name.trimmingCharacters(in: .newlines), pid: pid)
            for file in entries("/proc/\(pid)/fd") {
                guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/fd/\(file)"),
                    target.hasPrefix("/dev/"), holders[target]?.contains(holder) != true
                else { continue }
                holders[target, default: []].append(holder)
            }
        }
        return Processes(holders: holders)
    }

    private static func entries(_ path: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    }
}
