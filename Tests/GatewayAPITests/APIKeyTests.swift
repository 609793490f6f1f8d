import GatewayAPI
import Testing

/// The form of a key.
@Suite struct APIKeyTests {
    @Test func `a generated key reads back, and no two are alike`() throws {
        let key = APIKey.generate()
        #expect(APIKey(key.text) == key)
        #expect(key.text.utf8.count == 46)
        #expect(key.hint.utf8.count == 7)
        #expect(key.hash.count == 32)
        #expect(APIKey.generate() != key)
    }

    @Test(arguments: [
        "", "rk_", "rk_" + String(repeating: "A", count: 42), "rk_" + String(repeating: "é", count: 43),
        "sk_" + String(repeating: "A", count: 43),
    ])
    func `anything of another form is no key`(text: String) {
        #expect(APIKey(text) == nil)
    }
}
