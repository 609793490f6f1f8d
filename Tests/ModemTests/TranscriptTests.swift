import Testing
import TranscriptSupport

@testable import Modem

@Suite struct TranscriptTests {
    private static let all = Transcript.all(beside: #filePath)

    @Test func `there are at least 25 transcripts`() { #expect(Self.all.count >= 25) }

    @Test(arguments: all, [false, true])
    func `a transcript plays the same whole and byte by byte, with and without echo`(_ transcript: Transcript, echoes: Bool) {
        for cut in [TranscriptPlayer.Cut.whole, .bytewise] {
            var player = TranscriptPlayer(cut: cut, echoes: echoes)
            let failures = player.play(transcript)
            #expect(failures.isEmpty, "\(transcript.name), \(cut), echo \(echoes): \(failures)")
        }
    }

    @Test(arguments: all)
    func `a transcript plays the same cut once, at every offset of what it has the modem send`(_ transcript: Transcript) {
        let length = transcript.steps.map(\.bytes.count).reduce(0, +)
        for offset in 1..<max(2, length) {
            var player = TranscriptPlayer(cut: .once(offset), echoes: offset.isMultiple(of: 2))
            let failures = player.play(transcript)
            #expect(failures.isEmpty, "\(transcript.name), cut at \(offset): \(failures)")
        }
    }

    @Test(arguments: all)
    func `a transcript plays the same cut into pieces of every length`(_ transcript: Transcript) {
        for every in 2...97 {
            var player = TranscriptPlayer(cut: .at(every), echoes: every.isMultiple(of: 2))
            let failures = player.play(transcript)
            #expect(failures.isEmpty, "\(transcript.name), cut at multiples of \(every): \(failures)")
        }
    }
}
