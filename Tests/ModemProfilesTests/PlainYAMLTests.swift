import ModemProfiles
import Testing

@Suite struct PlainYAMLTests {
    @Test(arguments: [
        ("a: &x 1", 1), ("a:  &x 1", 1), ("a: 1\nb: *x", 2), ("? *x\n: 1", 1), ("- &x", 1), ("[&x 1]", 1), ("{a: 1, *x : 2}", 1),
        ("a: 1\n<<: *x", 2), ("a: !!map &x {}", 1), ("&x a: 1", 1), ("a:\t*x", 1), ("a: b 'c\nd: *x", 2),
        ("a: \"\\\"\" \nb: *x", 2),
        ("# it's\na: *x", 2),
    ])
    func `an anchor or alias is found where it stands`(_ text: String, _ line: Int) {
        #expect(PlainYAML.lineOfAlias(in: text) == line)
    }

    @Test(arguments: [
        "", "a: 1", "a: Tom & Jerry", "a: 2*3", "a: \"b & *c\"", "a: 'it''s *fine'", "# see a, *b", "x: 1  # see a, *b",
        "a: b&c=*d", "a: [\"*x\"]",
    ])
    func `what is none passes`(_ text: String) { #expect(PlainYAML.lineOfAlias(in: text) == nil) }
}
