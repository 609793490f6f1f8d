import ArgumentParser
import Foundation
import Testing

@testable import ringcheck

/// What `--help` says of each command, as a file: whoever changes a word sees it there. `RINGCHECK_WRITE_HELP=1` writes it anew.
@Suite struct HelpTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/command-line.md")
    private static let isWriting = ProcessInfo.processInfo.environment["RINGCHECK_WRITE_HELP"] == "1"

    @Test func `the help of each command is as docs/command-line.md has it`() throws {
        let pages = Self.pages(of: Ringcheck.self, ["ringcheck"])
        let text = "# The command line\n\nWhat `--help` says, command by command (`Tests/CommandLineTests`).\n" + pages.joined()
        if Self.isWriting { try text.write(to: Self.file, atomically: true, encoding: .utf8) }
        let kept = try String(contentsOf: Self.file, encoding: .utf8)
        let difference = zip(text.split(separator: "\n"), kept.split(separator: "\n")).first { $0 != $1 }
        #expect(kept == text, "first: \(difference.map { "\($0)" } ?? "one is longer"); RINGCHECK_WRITE_HELP=1 writes it anew")
    }

    private static func pages(of command: any ParsableCommand.Type, _ path: [String]) -> [String] {
        let help = Ringcheck.helpMessage(for: command, columns: 100).trimmingCharacters(in: .newlines)
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "    \($0)" }
        let page = "\n## \(path.joined(separator: " "))\n\n\(lines.joined(separator: "\n"))\n"
        return [page] + command.configuration.subcommands.flatMap { pages(of: $0, path + [$0._commandName]) }
    }
}
