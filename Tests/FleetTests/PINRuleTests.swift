import Telephony
import Testing

@testable import Fleet

@Suite struct PINRuleTests {
    private let card = ICCID("8991101200003204510")

    @Test func `a first PIN is entered`() {
        #expect(PINRule.judge(card: card, tries: nil, fileVersion: 1, failures: []) == .enter)
        #expect(PINRule.judge(card: card, tries: 3, fileVersion: 1, failures: []) == .enter)
    }

    @Test func `a PIN that was refused is not sent again before its file changes`() {
        let refused = [PINRule.Failure(fileVersion: 1, wasRefused: true)]
        #expect(PINRule.judge(card: card, tries: 2, fileVersion: 1, failures: refused) != .enter)
        #expect(PINRule.judge(card: card, tries: 2, fileVersion: 2, failures: refused) == .enter)
    }

    @Test func `a power cut between the PIN and its answer allows one more try`() {
        let unknown = [PINRule.Failure(fileVersion: 1, wasRefused: false)]
        #expect(PINRule.judge(card: card, tries: nil, fileVersion: 1, failures: unknown) == .enter)
        #expect(PINRule.judge(card: card, tries: nil, fileVersion: 1, failures: unknown + unknown) != .enter)
    }

    @Test func `the last try is never taken, whatever the file says`() {
        #expect(PINRule.judge(card: card, tries: 1, fileVersion: 9, failures: []) != .enter)
        #expect(PINRule.judge(card: card, tries: 0, fileVersion: 9, failures: []) != .enter)
    }

    @Test func `a card that does not say who it is before the PIN gets none`() {
        #expect(PINRule.judge(card: nil, tries: nil, fileVersion: 1, failures: []) != .enter)
    }

    @Test func `no sequence of edited files, restarts and power cuts sends more than two wrong PINs`() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var failures: [PINRule.Failure] = []
            var triesLeft = 3
            let tellsTries = Bool.random(using: &generator)
            for _ in 0..<50 {
                let version = Int64.random(in: 1...5, using: &generator)
                let told = tellsTries ? triesLeft : nil
                guard PINRule.judge(card: card, tries: told, fileVersion: version, failures: failures) == .enter else { continue }
                triesLeft -= 1
                failures.append(.init(fileVersion: version, wasRefused: Bool.random(using: &generator)))
            }
            #expect(triesLeft >= 1)
        }
    }
}
