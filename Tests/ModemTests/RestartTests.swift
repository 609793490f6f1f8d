import Testing

@testable import Modem

/// What is left of a call that rang without a number when its modem starts again.
@Suite struct RestartTests {
    @Test func `a modem that is told to start again has lost the call that rang`() {
        var modem = ReadyModem(answers: [:])
        modem.receive("RING")
        #expect(modem.unnamedCall != nil)
        modem.reset()
        #expect(modem.reopenings == [.reset])
        #expect(modem.unnamedCall == nil)
    }

    @Test func `a modem that starts again while it is brought up has lost what was set already`() {
        var modem = ReadyModem(answers: ["AT+COPS?": []])
        #expect(!modem.facts.isReady)
        modem.receive("RDY")
        #expect(modem.reopenings == [.restarted])
    }

    @Test func `the word of a modem that has just started, before anything was set, is no news`() {
        var modem = ReadyModem(answers: ["ATE0": []])
        modem.receive("RDY")
        #expect(modem.reopenings.isEmpty)
    }

    @Test func `a modem that refuses to start again may ring on`() {
        var modem = ReadyModem(answers: ["AT+CFUN=1,1": ["ERROR"]])
        modem.receive("RING")
        modem.reset()
        #expect(modem.reopenings == [.reset])
        #expect(modem.unnamedCall != nil)
    }
}
