import GatewayAPI
import HTTPTypes
import SQLiteStore
import Testing

/// The OTPApi face over the real store, as clients of hosted services write their forms.
@Suite(.timeLimit(.minutes(1))) struct OTPAPITests {
    private let path = "/OTPApi/send"
    private let credentials = "userId=shop1&password=a+pass-word"
    private let generate = "format=json&sendMethod=generate&medium=misscall&callback=https%3A%2F%2Fshop.example%2Fhook"

    private func scene(_ body: @escaping @Sendable (APIConversation) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        defer { directory.remove() }
        let account = OTPAPIAccount(
            application: try #require(TestBackend.shop), userID: "shop1", password: "a pass-word", apiKey: nil)
        let backend = try await TestBackend(directory: directory.path("data"), otpAccounts: [account])
        try await talk(backend, body)
        try backend.real?.close()
    }

    @Test(arguments: [
        "mobile=+919812345678&missCallTo=+919876543210", "mobile=%2B919812345678&missCallTo=%2B919876543210",
        "mobile=919812345678&missCallTo=919876543210", "mobile=%20%2B91%2098123-45678&missCallTo=919876543210",
    ])
    func `the plus of a number may be escaped, stand as it is, or be left out, in a query and in a form`(_ numbers: String)
        async throws
    {
        try await scene { (api) async throws in
            let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
            let asked = try await api.get("\(path)?\(credentials)&\(generate)&\(numbers)")
            let again = try await api.post(path, "\(credentials)&\(generate)&\(numbers)", headers: form)
            for (answer, kind) in [(asked, "new"), (again, "existing")] {
                #expect(answer.json["status"] as? String == "pending" && answer.json["type"] as? String == kind)
                #expect(answer.json["mobile"] as? String == "919812345678")
                #expect(answer.json["missCallTo"] as? String == "919876543210")
            }
        }
    }

    @Test func `an apikey that is empty is none: userId and password count then, and without them nothing opens`() async throws {
        try await scene { (api) async throws in
            let name = try #require(HTTPField.Name("apikey"))
            func status(_ fields: String) async throws -> String? {
                let query = "\(fields)&\(generate)&mobile=919812345678"
                return try await api.send(.get, "\(path)?\(query)", body: nil, headers: [name: ""]).json["status"] as? String
            }
            #expect(try await status(credentials) == "pending")
            #expect(try await status("userId=shop1&password=") == "error")
            #expect(try await status("userId=&password=") == "error")
        }
    }
}
