import Telephony
import Testing
import Verification

@Suite struct PolicyTests {
    @Test func `hosts are named whole, or all below one`() {
        var policy = ApplicationPolicy.standard
        #expect(policy.allows(callbackHost: "any.example"))
        policy.callbackHosts = ["shop.example", "*.cdn.example"]
        for host in ["shop.example", "a.cdn.example", "a.b.cdn.example"] { #expect(policy.allows(callbackHost: host)) }
        for host in ["xshop.example", "shop.example.evil", "cdn.example", "xcdn.example"] {
            #expect(!policy.allows(callbackHost: host))
        }
    }

    @Test func `what may be a mobile passes as one`() {
        #expect(NumberKind.fixedLineOrMobile.passes([.mobile]) && NumberKind.mobile.passes([]))
        #expect(!NumberKind.fixedLine.passes([.mobile]) && !NumberKind.other.passes([.mobile]))
    }

    @Test func `words stand for events, and unknown ones for none`() {
        #expect(EventType.matching("verification.*") == EventType.ends)
        #expect(EventType.matching("modem.*") == [.modemDown, .modemUp])
        #expect(EventType.matching("call.received") == [.callReceived])
        for word in ["", "*", "endpoint.test", "endpoint.*", "verification", "VERIFICATION.*"] {
            #expect(EventType.matching(word) == nil)
        }
    }

    @Test func `an application with lines of its own gets no others, and nobody else gets those`() throws {
        let (own, shared) = (try offer("+919876500001"), try offer("+919876500002"))
        var policy = ApplicationPolicy.standard
        policy.dedicatedLines = [own.number]
        let shop = Application(name: try #require(ApplicationName(rawValue: "shop")), callbackURL: nil, policy: policy)
        let bank = Application(name: try #require(ApplicationName(rawValue: "bank")), callbackURL: nil)
        let all = [shop, bank]
        #expect([own, shared].usable(by: shop.name, among: all) == [own])
        #expect([own, shared].usable(by: bank.name, among: all) == [shared])
        #expect([shared].usable(by: shop.name, among: all).isEmpty)
    }

    private func offer(_ number: String) throws -> LineOffer {
        LineOffer(
            line: LineID(rawValue: number), number: try #require(E164(number)), region: nil, lastProof: nil, isSimulated: false)
    }

    @Test func `the form of the OTPApi face has every field, escaped`() throws {
        let created = Moment(boot: BootID(rawValue: "a"), instant: BootInstant(nanoseconds: 0), unixMilliseconds: 1_700_000_000_000)
        var verification = Verification(
            id: VerificationID(rawValue: "ver_1"), application: try #require(ApplicationName(rawValue: "shop")),
            phoneNumber: try #require(E164("+919812345678")),
            handedOut: [.init(line: LineID(rawValue: "one"), number: try #require(E164("+919876500001")), since: created)],
            status: .expired, reason: "a call came, and was not trusted: unusual-form & more", callbackURL: "https://a.example/",
            createdAt: created, deadline: created.advanced(by: .seconds(60)))
        func text() -> String { String(decoding: OTPAPICallback(verification, retryAfter: 1_700_000_180).encoded, as: UTF8.self) }
        #expect(
            text() == """
                mobile=919812345678&createTime=1700000000&expiryTime=1700000060&retryAfter=1700000180&missCallTo=919876500001\
                &type=new&method=generate&status=fail&reason=a%20call%20came,%20and%20was%20not%20trusted:%20unusual-form%20%26%20more\
                &code=001
                """)
        verification.status = .verified
        #expect(text().contains("&status=success&reason=verified&code=000"))
    }
}
