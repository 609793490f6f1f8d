import Telephony
import Testing

@testable import Gateway

@Suite struct ModemVigilTests {
    private let modem = ModemID(rawValue: "one")
    private func at(_ seconds: Int64) -> BootInstant { BootInstant(nanoseconds: seconds * 1_000_000_000) }

    @Test func `a line that flickers is no news; one that stays away is told once, and its return`() {
        var vigil = ModemVigil(patience: .seconds(15))
        func told(_ isUp: Bool?, _ seconds: Int64) -> [Bool] {
            vigil.look(isUp.map { [modem: $0] } ?? [:], at: at(seconds)).changes.map(\.isUp)
        }
        #expect(told(false, 0).isEmpty && told(true, 5).isEmpty)
        #expect(told(false, 10).isEmpty && told(true, 20).isEmpty)
        #expect(told(nil, 30).isEmpty && told(nil, 44).isEmpty)
        #expect(told(nil, 45) == [false] && told(false, 60).isEmpty)
        #expect(told(true, 70) == [true] && told(true, 80).isEmpty)
    }

    @Test func `a change that nobody could be told of is found again`() {
        var vigil = ModemVigil(patience: .seconds(15))
        func changes(_ isUp: Bool, _ seconds: Int64) -> [Bool] { vigil.look([modem: isUp], at: at(seconds)).changes.map(\.isUp) }
        _ = changes(true, 0)
        _ = changes(false, 10)
        #expect(changes(false, 25) == [false])
        vigil.untold(modem, isUp: false, at: at(25))
        #expect(changes(false, 26) == [false] && changes(false, 27).isEmpty)
        #expect(changes(true, 30) == [true])
        vigil.untold(modem, isUp: true, at: at(30))
        #expect(changes(true, 31) == [true] && changes(true, 32).isEmpty)
    }

    @Test func `it says when to look again`() {
        var vigil = ModemVigil(patience: .seconds(15))
        _ = vigil.look([modem: true], at: at(0))
        #expect(vigil.look([modem: false], at: at(10)).next == at(25))
    }
}
