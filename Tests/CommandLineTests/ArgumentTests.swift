import ArgumentParser
import GatewayAPI
import Testing

@testable import ringcheck

@Suite struct ArgumentTests {
    @Test(arguments: [
        ["callbacks", "list", "--endpoint", "shop"], ["callbacks", "replay", "msg_1", "--since", "2026-11-30T00:00:00Z"],
        ["verify"], ["serve", "--simulate", "many"], ["nonsense"],
    ])
    func `what cannot be meant is refused before anything is asked, with the code of wrong usage`(_ arguments: [String]) {
        do {
            _ = try Ringcheck.parseAsRoot(arguments)
            Issue.record("\(arguments) was taken")
        } catch {
            #expect(Ringcheck.exitCode(for: error).rawValue == 64)
        }
    }

    @Test func `a list goes on where the last page ended`() throws {
        let page = try PageOptions.parse(["--limit", "5", "--cursor", "a/b"])
        #expect(page.query([("state", "dead"), ("endpoint_id", nil)]) == "?limit=5&cursor=a%2Fb&state=dead")
    }

    @Test func `a test event that waited since a failure counts as tried by the next attempt only`() {
        func callback(_ state: String, attempts: Int) -> CallbackReport {
            CallbackReport(
                id: "msg_1", application: "shop", endpointID: "ep_shop", subject: "ep_shop", type: "endpoint.test",
                url: "https://shop.example/", state: state, attempts: attempts, createdAt: "2026-11-30T00:00:00.000Z",
                nextAttemptAt: nil)
        }
        let sent = callback("pending", attempts: 2)
        #expect(callback("pending", attempts: 2).isUntried(since: sent))
        #expect(
            !callback("pending", attempts: 3).isUntried(since: sent) && !callback("delivered", attempts: 3).isUntried(since: sent))
    }

    @Test func `the command to type next names the same gateway`() throws {
        let options = try AdminOptions.parse(["--config", "my.yaml", "--admin-socket", "a.sock"])
        #expect(options.command("status") == "ringcheck status --config my.yaml --admin-socket a.sock")
        #expect(try AdminOptions.parse([]).command("status") == "ringcheck status")
        #expect(
            options.reminder(for: ["ringcheck modems list"])
                == "Add --config my.yaml --admin-socket a.sock to ringcheck's commands above.")
    }

    @Test(arguments: [
        ["callbacks", "list", "--endpoint", "ep_1"], ["callbacks", "replay", "ep_1", "--since", "2026-11-30T00:00:00Z"],
        ["callbacks", "replay", "msg_1"], ["status", "--watch", "--json"],
    ])
    func `what can be meant is taken`(_ arguments: [String]) throws { _ = try Ringcheck.parseAsRoot(arguments) }
}
