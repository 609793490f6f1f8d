import Foundation
import Testing

@testable import Gateway

/// What `config check` and `doctor` say of files before a start stumbles on them.
@Suite struct ConfiguredFilesTests {
    @Test func `files that are not there are each named with what names them`() throws {
        let socket = "/tmp/\(String(repeating: "x", count: 110))/admin.sock"
        let configuration = try Configuration.parse(
            """
            admin-socket: \(socket)
            http: { listen: "127.0.0.1:0", tls: { certificate: /nope.crt, key: /nope.key } }
            callbacks: { trust-roots: [/nope.pem] }
            modems: { ports: [{ path: /dev/ttyS0, pin-file: /nope.pin }, { path: /dev/ttyS1, pin-file: /nope.pin }] }
            applications: [{ name: shop, callback-secret-file: /nope, otp-api: { user-id: shop, password-file: /nope.pw } }]
            """, file: "f.yaml")
        let starts = [
            "http.tls: /nope.crt holds no certificate", "callbacks.trust-roots: /nope.pem holds no certificate",
            "admin-socket: \(socket) is too long", "applications, shop: /nope.pw cannot be read",
            "modems, pin-file: /nope.pin cannot",
        ]
        let problems = ConfiguredFiles(configuration).problems
        #expect(problems.count == starts.count)
        for (problem, start) in zip(problems, starts) { #expect(problem.hasPrefix(start), "\(problem)") }
    }

    @Test func `a configuration without files has nothing to say`() throws {
        #expect(ConfiguredFiles(try Configuration.parse("", file: "f.yaml")).problems == [])
    }
}
