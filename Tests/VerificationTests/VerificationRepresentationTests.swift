import Foundation
import Telephony
import Testing
import Verification

@Suite struct VerificationRepresentationTests {
    @Test func `every key is there, null where absent, and slashes are plain`() throws {
        let created = Moment(boot: BootID(rawValue: "a"), instant: BootInstant(nanoseconds: 0), unixMilliseconds: 1_700_000_000_000)
        let line = try #require(E164("+79990000001"))
        let verification = Verification(
            id: VerificationID(rawValue: "ver_1"), application: try #require(ApplicationName(rawValue: "shop")),
            phoneNumber: try #require(E164("+79161234567")),
            handedOut: [.init(line: LineID(rawValue: "one"), number: line, since: created)], status: .expired,
            metadata: .object(["a/b": .integer(1)]), callbackURL: "https://a.example/", createdAt: created,
            deadline: created.advanced(by: .seconds(5)))
        let text = String(decoding: try #require(Event.end(of: verification, at: created)).encoded(), as: UTF8.self)
        #expect(
            text == """
                {"data":{"assurance":"none","call_by":"2023-11-14T22:13:20.000Z","code":"001",\
                "created_at":"2023-11-14T22:13:20.000Z","ended_at":null,"evidence":null,\
                "expires_at":"2023-11-14T22:13:25.000Z","flags":[],"id":"ver_1","last_call":null,"metadata":{"a/b":1},\
                "number_to_call":"+79990000001","phone_number":"+79161234567","reason":null,"reference":null,\
                "simulated":false,"status":"expired","tel_uri":"tel:+79990000001"},\
                "timestamp":"2023-11-14T22:13:20.000Z","type":"verification.expired"}
                """)
        struct Envelope: Decodable { let data: VerificationRepresentation }
        #expect(try JSONDecoder().decode(Envelope.self, from: Data(text.utf8)).data == VerificationRepresentation(verification))
    }
}
