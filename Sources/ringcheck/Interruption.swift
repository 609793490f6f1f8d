import ArgumentParser
import Glibc
import Synchronization
import UnixSignals

/// Ctrl-C and SIGTERM while a command waits: the first one asks it to come to an end, the second one ends the process.
final class Interruption: Sendable {
    private struct State {
        var hasCome = false
        var stop: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    /// `told`: what a person reads when the first one comes. `code`: what the second one ends with.
    init(telling told: String, code: Int32) async {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        Task {
            for await _ in signals {
                guard let stop = self.first() else { Glibc.exit(code) }
                Complaint.say(told)
                stop()
            }
        }
    }

    /// What is to be stopped, the first time; `nil` after that.
    private func first() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard !state.hasCome else { return nil }
            state.hasCome = true
            return state.stop ?? {}
        }
    }

    /// Calls `stop` when the first one comes, at once where it has come.
    func stops(_ stop: @escaping @Sendable () -> Void) {
        let hasCome = state.withLock { state in
            state.stop = stop
            return state.hasCome
        }
        if hasCome { stop() }
    }
}
