import Testing

@testable import Gateway

@Suite struct ConfigurationTests {
    static func problems(_ text: String) -> [String] {
        do {
            _ = try Configuration.parse(text, file: "f.yaml")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func `an empty file is all defaults`() throws {
        #expect(try Configuration.parse("", file: "f.yaml") == Configuration())
    }

    @Test(arguments: [
        ("data-directry: /x", "f.yaml:1:1: 'data-directry' is no key here"),
        ("http:\n  listen: nowhere", "f.yaml:2:11: listen takes host:port"),
        ("modems:\n  simulate: many", "f.yaml:2:13: simulate takes a number from 0 to 64"),
        ("drop: later", "f.yaml:1:7: drop takes after-commit or at-once"),
        ("drop-deadline: soon", "f.yaml:1:16: drop-deadline takes a duration"),
        ("http: { listen: \"0.0.0.0:80\" }", "needs http.tls"),
        ("applications:\n  - { name: shop }", "callback-secret-file"),
        ("modems:\n  ports:\n    - { path: /dev/ttyS0, number: 12345 }", "number takes a number with +"),
        ("a: &x 1", "anchors"),
        ("a: [1", "no YAML"),
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

    @Test func `an unknown variable is an error`() {
        #expect(throws: ConfigurationErrors.self) {
            try Configuration.load(file: nil, environment: ["RINGCHECK_HTTP_LISTN": "x"], overrides: .init())
        }
    }

    @Test func `the example file is a valid configuration`() throws {
        let path = String(#filePath.dropLast("Tests/GatewayTests/ConfigurationTests.swift".count)) + "ringcheck.example.yaml"
        let configuration = try Configuration.load(file: path, environment: [:], overrides: .init())
        #expect(configuration.applications.count == 1)
    }
}
