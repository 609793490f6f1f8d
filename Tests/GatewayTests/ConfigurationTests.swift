import Testing

@testable import Gateway

@Suite struct ConfigurationTests {
    static let example = String(#filePath.dropLast("Tests/GatewayTests/ConfigurationTests.swift".count)) + "ringcheck.example.yaml"

    static func problems(_ text: String) -> [String] {
        do {
            _ = try Configuration.parse(text, file: "f.yaml")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test(arguments: [ConfigurationOverrides(dataDirectory: "~/x"), ConfigurationOverrides(adminSocket: "~/x")])
    func `what only a shell reads is refused of a flag, too`(_ overrides: ConfigurationOverrides) {
        #expect(throws: ConfigurationErrors.self) { try Configuration.load(file: nil, environment: [:], overrides: overrides) }
    }

    @Test func `an empty file is all defaults`() throws {
        #expect(try Configuration.parse("", file: "f.yaml") == Configuration())
    }

    @Test(arguments: [
        ("data-directry: /x", "f.yaml:1:1: 'data-directry' is no key here"),
        ("http:\n  listen: nowhere", "f.yaml:2:11: listen takes host:port"),
        ("modems:\n  simulate: many", "f.yaml:2:13: simulate takes a number from 0 to 64"),
        ("region: XX", "f.yaml:1:9: region takes a country code"),
        (
            "data-directory: ~/ringcheck",
            "f.yaml:1:17: data-directory takes a whole path, since ~ is not read here, not '~/ringcheck'"
        ),
        ("admin-socket: ~", "f.yaml:1:15: admin-socket takes a whole path"),
        ("callbacks: { trust-roots: [~/roots.pem] }", "trust-roots takes a whole path, since ~ is not read here"),
        (
            "modems:\n  ports:\n    - { path: /dev/ttyS0 }\n    - { path: /dev/ttyS1 }\n    - { path: /dev/ttyS0 }",
            "f.yaml:5:7: /dev/ttyS0 stands twice under ports"
        ),
        (
            "modems:\n  lines:\n    - { iccid: \"8991101200003204510\" }\n    - { iccid: \"8991101200003204510\" }",
            "f.yaml:4:7: 8991101200003204510 stands twice under lines"
        ),
        (
            "applications:\n  - { name: a, callback-secret-file: s }\n  - { name: a, callback-secret-file: s }",
            "f.yaml:3:5: another application is called a"
        ),
        (
            """
            applications:
              - { name: a, callback-secret-file: s, lines: ["+919876543210"], otp-api: { user-id: u, api-key-file: k } }
              - { name: b, callback-secret-file: s, lines: ["+919876543210"] }
            """, "f.yaml:3:5: +919876543210 is another application's own"
        ),
        (
            """
            applications:
              - { name: a, callback-secret-file: s, otp-api: { user-id: u, api-key-file: k } }
              - { name: b, callback-secret-file: s, otp-api: { user-id: u, api-key-file: k } }
            """, "f.yaml:3:5: another application has the otp-api user-id u"
        ),
        ("drop: later", "f.yaml:1:7: drop takes after-commit or at-once"),
        ("drop-deadline: soon", "f.yaml:1:16: drop-deadline takes a duration"),
        ("http: { listen: \"0.0.0.0:80\" }", "needs http.tls"),
        ("applications:\n  - { name: shop }", "callback-secret-file"),
        ("modems:\n  ports:\n    - { path: /dev/ttyS0, number: 12345 }", "number takes a number with +"),
        ("retention:\n  calls: 90", "f.yaml:2:10: calls takes a duration with its unit"),
        ("log-level: loud", "f.yaml:1:12: log-level takes trace"),
        ("callbacks:\n  allow-private-networks: [10.0.0.0/8, lan]", "f.yaml:2:40: allow-private-networks takes a network"),
        ("callbacks:\n  retry-schedule: [5s, soon]", "f.yaml:2:24: retry-schedule takes durations"),
        ("modems:\n  lines:\n    - { iccid: 123, number: \"+919876543210\" }", "f.yaml:3:16: iccid takes"),
        (
            "modems:\n  ports:\n    - { path: /dev/a, number: \"+919876543210\" }\n    - { path: /dev/b, number: \"+919876543210\" }",
            "f.yaml:4:7: +919876543210 stands twice under ports"
        ),
        ("modems: { simulate: 1, discover: true }", "never share a process"),
        ("http:\n  tls: { key: /nope.key }", "f.yaml:2:8: tls needs certificate and key"),
        ("http: { tls: { certificate: /nope.crt } }", "tls needs certificate and key"),
        ("drop: at-once\ndrop: at-once", "f.yaml:1: 'drop' stands twice"),
        ("data-directory:", "f.yaml:1:16: data-directory is blank"),
        ("admin-socket: \" \"", "f.yaml:1:15: admin-socket is blank"),
        ("modems: { profiles: [\"\"] }", "f.yaml:1:22: a text belongs here"),
        ("modems:\n  ports:\n    - { path: /dev/ttyS0, baud: 31250 }", "f.yaml:3:33: baud takes one of 9600, 19200, 38400"),
        ("# a: *x\na: &x 1", "f.yaml:2: anchors"),
        ("a: [1", "f.yaml:2:1: this is no YAML here: did not find expected ',' or ']'."),
        ("http:\n  listen: 127.0.0.1:8080\n bad: x", "f.yaml:3:2: this is no YAML here"),
    ])
    func `a mistake is named with its place`(_ text: String, _ sentence: String) {
        let problems = Self.problems(text)
        #expect(problems.contains { $0.contains(sentence) }, "\(problems)")
    }

    @Test func `all mistakes are told at once`() { #expect(Self.problems("drop: x\nregion: Nowhere\nbogus: 1").count == 3) }

    @Test func `flags win over the environment, which wins over the file`() throws {
        let environment = ["RINGCHECK_HTTP_LISTEN": "127.0.0.1:1", "RINGCHECK_MODEMS_SIMULATE": "2"]
        let configuration = try Configuration.load(
            file: nil, environment: environment, overrides: ConfigurationOverrides(listen: "127.0.0.1:2"))
        #expect(configuration.http.port == 2)
        #expect(configuration.modems.simulate == 2)
    }

    @Test func `every single value can be overridden by the environment, and is checked there as well`() throws {
        let environment = [
            "RINGCHECK_DROP": "at-once", "RINGCHECK_VERIFICATION_LIFETIME": "90s", "RINGCHECK_CALLBACKS_TIME_LIMIT": "7s",
            "RINGCHECK_MODEMS_ALLOW_ROAMING": "true", "RINGCHECK_LOG_LEVEL": "debug",
        ]
        let configuration = try Configuration.load(file: nil, environment: environment, overrides: .init())
        #expect(!configuration.dropsAfterCommit && configuration.modems.allowsRoaming)
        #expect(configuration.verification.lifetime == .seconds(90) && configuration.callbacks.timeLimit == .seconds(7))
        let error = #expect(throws: ConfigurationErrors.self) {
            try Configuration.load(file: nil, environment: ["RINGCHECK_DROP": "never"], overrides: .init())
        }
        #expect(error?.description == "RINGCHECK_DROP: drop takes after-commit or at-once, not 'never'.")
    }

    @Test func `the variables of clients' programs may be set where the gateway runs`() throws {
        let environment = ["RINGCHECK_URL": "http://127.0.0.1:8080", "RINGCHECK_KEY": "rk_x"]
        #expect(throws: Never.self) { try Configuration.load(file: nil, environment: environment, overrides: .init()) }
    }

    @Test func `an unknown variable is an error that names the known ones`() {
        let error = #expect(throws: ConfigurationErrors.self) {
            try Configuration.load(file: nil, environment: ["RINGCHECK_HTTP_LISTN": "x"], overrides: .init())
        }
        #expect(error?.description.hasPrefix("RINGCHECK_HTTP_LISTN: this variable means nothing") == true)
        #expect(error?.description.contains("RINGCHECK_HTTP_LISTEN") == true)
    }

    @Test(arguments: ["RINGCHECK_DATA_DIRECTORY", "RINGCHECK_CONFIG"])
    func `a variable that is blank is an error`(_ variable: String) {
        let error = #expect(throws: ConfigurationErrors.self) {
            try Configuration.load(file: nil, environment: [variable: ""], overrides: .init())
        }
        #expect(error?.problems.map(\.place) == [variable])
    }

    @Test func `a file that a variable names is read where no flag names one`() throws {
        let environment = ["RINGCHECK_CONFIG": Self.example]
        #expect(try Configuration.load(file: nil, environment: environment, overrides: .init()).applications.count == 1)
        let error = #expect(throws: ConfigurationErrors.self) {
            try Configuration.load(file: "/nope.yaml", environment: environment, overrides: .init())
        }
        #expect(error?.problems.map(\.place) == ["/nope.yaml"])
    }

    @Test func `the retry schedule begins at once, whatever waits follow`() throws {
        let configuration = try Configuration.parse("callbacks: { retry-schedule: [1s, 5m] }", file: "f.yaml")
        #expect(configuration.callbacks.retryWaits == [.zero, .seconds(1), .seconds(300)])
    }

    @Test func `the example file is a valid configuration`() throws {
        let configuration = try Configuration.load(file: Self.example, environment: [:], overrides: .init())
        #expect(configuration.applications.count == 1)
    }
}
