import Outbox
import Testing

@Suite struct AddressGuardTests {
    private let strict = AddressGuard()

    @Test(arguments: [
        "https://shop.example/ringcheck", "https://SHOP.example./x", "https://shop.example:8443/a?b=c", "https://8.8.8.8/",
        "https://[2606:4700::1111]/", "https://[2002:0808:0808::1]/", "https://[64:ff9b::8.8.8.8]/", "https://[::ffff:1.1.1.1]/",
        "https://172.15.255.255/", "https://172.32.0.1/", "https://100.128.0.1/", "https://198.20.0.1/", "https://0x08.8.8.8/",
        "https://134744072/", "https://a_b.shop.example", "https://shop.example?x=@y", "https://223.255.255.255/",
    ])
    func `public https URLs pass`(url: String) throws {
        try strict.judge(url: url)
    }

    @Test(arguments: [
        "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.0.1",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
        "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255",
        "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "127.0.1", "017700000001", "0xA9.0xFE.43518", "127.0.0.1.",
        "[::]", "[::1]", "[::127.0.0.1]", "[::ffff:127.0.0.1]", "[::ffff:a00:1]", "[fe80::1]", "[fc00::1]", "[fd12:3456::1]",
        "[ff02::1]", "[2001:db8::1]", "[2001::1]", "[2001:1ff::1]", "[2002:7f00:1::]", "[2002:c0a8:0101::1]",
        "[64:ff9b::127.0.0.1]", "[64:ff9b:1::8.8.8.8]", "[100::1]", "[fec0::1]", "[4000::1]", "[3fff::1]", "[5f00::1]",
        "localhost", "LOCALHOST", "localhost.", "evil.localhost",
    ])
    func `nothing inside passes`(host: String) throws {
        let refusal = try #require(throws: AddressRefusal.self) { try strict.judge(url: "https://\(host)/") }
        guard case .inside = refusal else {
            Issue.record("\(host): \(refusal)")
            return
        }
    }

    @Test(arguments: [
        "", "shop.example", "/x", "https://", "https:///x", "ftp://shop.example/", "file:///etc/passwd", "https://shop..example/",
        "https://shop.example:0/", "https://shop.example:65536/", "https://shop.example:x/", "https://[::1/",
        "https://[fe80::1%25eth0]/",
        "https://1.2.3.4.5/", "https://256.1.1.1/", "https://4294967296/", "https://shop.example\\@10.0.0.1/",
        "https://shop example/", "https://a%2eexample/", "https://bücher.example/", "https://1.2.3.08/", "https://[::ffff:1.2.3]/",
        "https://shop.example/\r\nX: y", "https://[1::2::3]/",
    ])
    func `what is no absolute URL with a host is malformed`(url: String) {
        #expect(throws: AddressRefusal.malformed) { try strict.judge(url: url) }
    }

    @Test(arguments: [
        "https://me@shop.example/", "https://me:pw@shop.example/", "https://shop.example@127.0.0.1/", "https://@shop.example/",
    ])
    func `user information is refused`(url: String) {
        #expect(throws: AddressRefusal.credentials) { try strict.judge(url: url) }
    }

    @Test(arguments: ["http://shop.example/", "http://8.8.8.8/"])
    func `plain http is refused outside`(url: String) throws {
        let refusal = try #require(throws: AddressRefusal.self) { try strict.judge(url: url) }
        guard case .insecure = refusal else {
            Issue.record("\(refusal)")
            return
        }
    }

    @Test func `one inside address among many refuses the host`() throws {
        let addresses = try ["8.8.8.8", "10.0.0.1"].map { try #require(IPAddress($0)) }
        #expect(throws: AddressRefusal.inside(host: "shop.example", address: "10.0.0.1")) {
            try strict.judge(host: "shop.example", addresses: addresses, scheme: .https)
        }
    }

    @Test func `a host without addresses does not pass`() {
        #expect(throws: AddressRefusal.self) { try strict.judge(host: "shop.example", addresses: [], scheme: .https) }
    }

    @Test func `allowed networks take plain http and no others do`() throws {
        let lenient = AddressGuard(allowPrivateNetworks: ["192.168.7.0/24", "::1/128"].compactMap(CIDR.init))
        try lenient.judge(url: "http://192.168.7.20:8080/x")
        try lenient.judge(url: "http://[::1]/x")
        try lenient.judge(url: "http://[::ffff:192.168.7.1]/x")
        #expect(throws: AddressRefusal.self) { try lenient.judge(url: "http://192.168.8.1/x") }
        #expect(throws: AddressRefusal.insecure(host: "8.8.8.8")) { try lenient.judge(url: "http://8.8.8.8/x") }
        let name = try lenient.judge(url: "http://nas.lan/x")
        #expect(throws: AddressRefusal.insecure(host: "nas.lan")) {
            try lenient.judge(host: name.host, addresses: [.v4(0x0808_0808)], scheme: .http)
        }
    }

    @Test func `localhost passes where loopback is allowed`() throws {
        let lenient = AddressGuard(allowPrivateNetworks: ["127.0.0.0/8"].compactMap(CIDR.init))
        try lenient.judge(url: "http://localhost:9/")
    }

    @Test(arguments: [
        ("HTTPS://Shop.Example.:443/a#b", "https://shop.example/a"), ("https://0x08.8.2056/", "https://8.8.8.8/"),
        ("https://[2606:4700:0:0:0:0:0:1]:8443?q", "https://[2606:4700::1]:8443/?q"),
    ])
    func `a URL is dialled in its normal form`(text: String, normal: String) throws {
        #expect(try CallbackURL(text).description == normal)
    }

    @Test(arguments: ["10.0.0.0/33", "10.0.0/8", "::/129", "10.0.0.0/-1", "x", "10.0.0.0/8/8", ""])
    func `what is no network is no CIDR`(text: String) {
        #expect(CIDR(text) == nil)
    }
}
