import ATSyntax

/// However the bytes are cut, the same lines come out; none is longer than allowed, and none holds anything unprintable.
func fuzzFramer(_ bytes: [UInt8]) {
    var whole = ATFramer()
    let lines = whole.received(bytes)
    var bytewise = ATFramer()
    let again = bytes.flatMap { bytewise.received([$0]) }
    hold(lines == again, "the lines depend on how the bytes are cut")
    for line in lines {
        hold(line.utf8.count <= ATFramer.longestLine, "a line is too long")
        hold(line.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "a line is not printable")
        _ = UnsolicitedResult(line)
        _ = FinalResult(line)
    }
}
