// swift-tools-version: 6.2
import PackageDescription

let modern: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]
let strict = modern + [.strictMemorySafety()]

/// A room of docs/rooms.md: one purpose, and the only things it may look at.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.init(stringLiteral: name)] + dependencies, exclude: exclude, swiftSettings: strict)
}

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTLS = Target.Dependency.product(name: "HummingbirdTLS", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(name: "HummingbirdTesting", package: "hummingbird")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let heap = Target.Dependency.product(name: "HeapModule", package: "swift-collections")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "ringcheck",
    products: [
        .executable(name: "ringcheck", targets: ["ringcheck"]),
        .executable(name: "ring-latency", targets: ["RingLatency"]),
        .executable(name: "match-cost", targets: ["MatchCost"]),
        .executable(name: "simulation", targets: ["Simulation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
        .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-collections.git", from: "1.1.0"),
    ],
    targets: [
        room("Telephony"),
        room("ATSyntax", ["Telephony"]),
        room("Modem", ["ATSyntax", "Telephony", logging]),
        room("SerialPort", ["Modem", nioCore, nioPosix]),
        .target(
            name: "CPhoneNumber", cxxSettings: [.define("I18N_PHONENUMBERS_USE_BOOST", to: "0")],
            linkerSettings: [.linkedLibrary("phonenumber"), .linkedLibrary("stdc++")]),
        room("PhoneNumbers", ["CPhoneNumber", "Telephony"]),
        .systemLibrary(name: "CUdev", pkgConfig: "libudev", providers: [.apt(["libudev-dev"])]),
        room("ModemDiscovery", ["CUdev"]),
        room("ModemProfiles", ["Modem", "ATSyntax", yams]),
        room("Verification", ["Telephony"]),
        room("Outbox", [crypto, logging]),
        room(
            "CallbackTransport",
            ["Outbox", nioHTTP1, httpClient, nioCore, nioPosix, nioSSL]),
        room("SQLiteStore", ["Verification", "Outbox", "Telephony", grdb]),
        room("Fleet", ["ATSyntax", "Modem", "ModemDiscovery", "ModemProfiles", "Telephony", "Verification", logging]),
        room(
            "GatewayAPI",
            [
                "Verification", "Outbox", "Telephony", hummingbird, hummingbirdCore, hummingbirdTLS, nioCore, nioHTTP1, nioPosix,
                nioSSL, crypto, logging,
            ], resources: [.embedInCode("OpenAPI/openapi.json")]),
        room("AdminClient", [httpClient, nioCore, nioHTTP1]),
        room("ModemSimulator", ["Telephony"]),
        room(
            "Gateway",
            [
                "ATSyntax", "Fleet", "Modem", "ModemDiscovery", "ModemProfiles", "SerialPort", "PhoneNumbers", "Verification",
                "Outbox", "CallbackTransport",
                "SQLiteStore",
                "GatewayAPI", "ModemSimulator", "Telephony", lifecycle, unixSignals, yams, logging, nioSSL,
            ]),
        room(
            "Doctor",
            [
                "CallbackTransport", "Fleet", "Gateway", "GatewayAPI", "Modem", "ModemDiscovery", "ModemProfiles", "Outbox",
                "SerialPort", "Telephony", nioCore, nioPosix,
            ]),
        .executableTarget(
            name: "ringcheck",
            dependencies: [
                "Doctor", "Gateway", "GatewayAPI", "AdminClient", "ModemProfiles", "Verification", argumentParser, logging,
                unixSignals,
            ],
            swiftSettings: strict),
        .target(name: "CRingFloor", path: "Benchmarks/CRingFloor"),
        .executableTarget(
            name: "RingLatency",
            dependencies: [
                "CRingFloor", "ModemSimulator", "Telephony", hummingbird, httpClient, nioCore, nioHTTP1, argumentParser, logging,
            ],
            path: "Benchmarks/RingLatency", swiftSettings: strict),
        .executableTarget(
            name: "MatchCost", dependencies: ["SQLiteStore", "Telephony", "Verification", grdb, argumentParser],
            path: "Benchmarks/MatchCost", swiftSettings: strict),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .target(
            name: "TranscriptSupport", dependencies: ["Modem", "Telephony", logging], path: "Tests/TranscriptSupport",
            swiftSettings: strict),
        tests(of: "Modem", ["ATSyntax", "Telephony", "TranscriptSupport"], exclude: ["Transcripts"]),
        .target(
            name: "VirtualWorld", dependencies: ["Fleet", "Modem", "ModemSimulator", "Telephony", heap], path: "Tests/VirtualWorld",
            swiftSettings: strict),
        .target(name: "CVirtualMachine", path: "Tests/CVirtualMachine", linkerSettings: [.linkedLibrary("sqlite3")]),
        .executableTarget(
            name: "Simulation",
            dependencies: [
                "CVirtualMachine", "CallbackTransport", "Fleet", "Gateway", "GatewayAPI", "Modem", "ModemSimulator", "Outbox",
                "SQLiteStore", "Telephony", "Verification", "VirtualWorld", argumentParser, grdb, logging,
            ], path: "Tests/Simulation", swiftSettings: modern),
        tests(
            of: "Fleet",
            [
                "ModemDiscovery", "ModemProfiles", "ModemSimulator", "Modem", "ATSyntax", "Telephony", "TranscriptSupport",
                "VirtualWorld", logging,
            ]),
        tests(of: "ModemDiscovery"),
        tests(of: "SerialPort", ["Modem", "ModemSimulator", nioCore, nioPosix]),
        tests(of: "ModemProfiles", ["Modem", "ATSyntax", "TranscriptSupport"], exclude: ["Transcripts"]),
        tests(of: "PhoneNumbers", ["CPhoneNumber", "Telephony"]),
        tests(of: "ModemSimulator", ["Telephony"]),
        tests(of: "AdminClient", [nioCore, nioPosix]),
        .testTarget(
            name: "CommandLineTests", dependencies: ["ringcheck", "GatewayAPI", argumentParser], swiftSettings: strict),
        tests(of: "Verification", ["Telephony"]),
        tests(of: "SQLiteStore", ["Verification", "Outbox", "Telephony", grdb]),
        tests(of: "Outbox", [logging]),
        tests(of: "CallbackTransport", ["Outbox", nioCore, nioPosix, nioHTTP1, nioSSL]),
        tests(
            of: "Gateway",
            [
                "CallbackTransport", "Fleet", "GatewayAPI", "Modem", "ModemSimulator", "Telephony", "TranscriptSupport",
                "Verification", "Outbox",
                "SQLiteStore", grdb, logging, nioCore, nioPosix,
            ]),
        tests(
            of: "GatewayAPI",
            [
                "Verification", "Outbox", "SQLiteStore", "Telephony", hummingbird, hummingbirdTesting, nioCore, nioEmbedded,
                nioHTTP1,
                nioPosix, lifecycle, logging,
            ]),
    ],
    cxxLanguageStandard: .cxx17
)

// The fuzzers want everything instrumented, and have a `main` of libFuzzer's: scripts/fuzz builds them in a folder of their own.
if Context.environment["RINGCHECK_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzzing",
            dependencies: [
                "ATSyntax", "Gateway", "GatewayAPI", "Modem", "ModemProfiles", "Outbox", "PhoneNumbers", "Telephony",
                "TranscriptSupport",
            ], path: "Tests/Fuzzing", exclude: ["Corpora"],
            swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
