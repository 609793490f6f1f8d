import Foundation
import Testing

/// Which room may look at which (docs/rooms.md). SwiftPM does not enforce it, so this reads the imports.
@Suite struct ImportTableTests {
    static let table: [String: Set<String>] = [
        "Telephony": [],
        "ATSyntax": ["Telephony"],
        "Modem": ["ATSyntax", "Telephony", "Logging"],
        "SerialPort": ["Modem", "NIOCore", "NIOPosix", "Dispatch", "Glibc", "Synchronization"],
        "ModemProfiles": ["Modem", "ATSyntax", "Yams", "Foundation"],
        "ModemDiscovery": ["CUdev", "Dispatch", "Glibc"],
        "PhoneNumbers": ["CPhoneNumber", "Telephony", "Synchronization"],
        "Verification": ["Telephony", "FoundationEssentials"],
        "Outbox": ["Crypto", "Logging", "Synchronization"],
        "CallbackTransport": [
            "Outbox", "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "Glibc", "Synchronization",
        ],
        "SQLiteStore": [
            "Verification", "Outbox", "Telephony", "GRDB", "Dispatch", "Synchronization", "FoundationEssentials", "Glibc",
        ],
        "Fleet": [
            "ATSyntax", "Modem", "ModemDiscovery", "ModemProfiles", "Telephony", "Verification", "Logging", "Synchronization",
        ],
        "GatewayAPI": [
            "Verification", "Outbox", "Telephony", "Hummingbird", "HummingbirdCore", "HummingbirdTLS", "NIOCore", "NIOPosix",
            "NIOHTTP1", "NIOSSL", "HTTPTypes", "Crypto", "Logging", "FoundationEssentials", "Synchronization",
        ],
        "AdminClient": ["AsyncHTTPClient", "NIOCore", "NIOHTTP1", "FoundationEssentials", "Glibc", "NIOPosix"],
        "ModemSimulator": ["Telephony", "Dispatch", "Glibc", "Synchronization"],
        "Gateway": [
            "ATSyntax", "Fleet", "ModemDiscovery", "ModemProfiles", "Modem", "SerialPort", "PhoneNumbers", "Verification", "Outbox",
            "CallbackTransport",
            "SQLiteStore",
            "GatewayAPI", "ModemSimulator", "Telephony", "ServiceLifecycle", "UnixSignals", "Yams", "Logging", "NIOCore",
            "NIOPosix", "NIOSSL", "Foundation", "FoundationEssentials", "Glibc", "Synchronization",
        ],
        "Doctor": [
            "CallbackTransport", "Fleet", "Gateway", "GatewayAPI", "Modem", "ModemDiscovery", "ModemProfiles", "Outbox",
            "SerialPort",
            "Telephony", "NIOCore", "NIOPosix", "Foundation", "Glibc",
        ],
        "ringcheck": [
            "Doctor", "Gateway", "AdminClient", "GatewayAPI", "ModemProfiles", "Verification", "ArgumentParser", "Foundation",
            "Glibc", "Logging", "Synchronization", "UnixSignals",
        ],
    ]

    @Test(arguments: table.keys.sorted())
    func `a room imports what the table lets it, and the table lets it import no more`(_ room: String) throws {
        let allowed = try #require(Self.table[room])
        var idle = allowed
        for (file, imports) in try Sources.imports(of: room) {
            let forbidden = imports.subtracting(allowed).sorted()
            #expect(forbidden.isEmpty, "\(file) imports \(forbidden), which the table does not let \(room) do")
            idle.subtract(imports)
        }
        #expect(idle.isEmpty, "the table lets \(room) import \(idle.sorted()), and no file does")
    }

    @Test func `every room stands in the table`() throws {
        let rooms = try Sources.rooms().subtracting(["CPhoneNumber", "CUdev"])
        #expect(rooms == Set(Self.table.keys))
    }
}

/// The Swift files of the package, as text.
enum Sources {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources")

    static func rooms() throws -> Set<String> { Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) }

    static func imports(of room: String) throws -> [String: Set<String>] {
        let root = folder.appendingPathComponent(room)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        var imports: [String: Set<String>] = [:]
        for file in files where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            imports["\(room)/\(file.lastPathComponent)"] = Set(text.split(separator: "\n").compactMap(module))
        }
        return imports
    }

    private static func module(_ line: Substring) -> String? {
        let words = line.split(separator: " ").map(String.init)
        guard let position = words.firstIndex(of: "import"), position + 1 < words.count,
            words[..<position].allSatisfy({
                ["public", "internal", "package", "private", "fileprivate"].contains($0) || $0.hasPrefix("@")
            })
        else { return nil }
        let name = words[(position + 1)...].first { !["class", "struct", "enum", "protocol", "func"].contains($0) }
        return name?.split(separator: ".").first.map(String.init)
    }
}
