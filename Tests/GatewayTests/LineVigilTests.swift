import Telephony
import Testing

@testable import Gateway

@Suite struct LineVigilTests {
    private let line = LineID(rawValue: "iccid:1")
    private let other = LineID(rawValue: "iccid:2")

    private func at(_ seconds: Int64) -> BootInstant { BootInstant(nanoseconds: seconds * 1_000_000_000) }

    @Test func `a line that was seen is due when it has been dead for 15 s without a break`() {
        var vigil = LineVigil(start: at(0))
        #expect(vigil.look(dead: [line], seen: [line], at: at(100)) == ([], at(115)))
        #expect(vigil.look(dead: [line, other], seen: [line, other], at: at(110)) == ([], at(115)))
        #expect(vigil.look(dead: [line, other], seen: [line, other], at: at(115)) == ([line], at(125)))
    }

    @Test func `a line that comes back in between begins anew`() {
        var vigil = LineVigil(start: at(0))
        _ = vigil.look(dead: [line], seen: [line], at: at(100))
        #expect(vigil.look(dead: [], seen: [line], at: at(110)) == ([], nil))
        #expect(vigil.look(dead: [line], seen: [line], at: at(112)) == ([], at(127)))
    }

    @Test func `after the start a modem gets a minute to be seen`() {
        var vigil = LineVigil(start: at(0))
        #expect(vigil.look(dead: [line], seen: [], at: at(1)) == ([], at(60)))
        #expect(vigil.look(dead: [line], seen: [], at: at(60)) == ([line], nil))
    }

    @Test func `a modem that is plugged in again gets its 15 s, though its card is not read yet`() {
        var vigil = LineVigil(start: at(0))
        _ = vigil.look(dead: [line], seen: [line], at: at(1000))
        #expect(vigil.look(dead: [line], seen: [], at: at(1001)) == ([], at(1015)))
        #expect(vigil.look(dead: [], seen: [line], at: at(1003)) == ([], nil))
    }
}
