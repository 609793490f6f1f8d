import Outbox

/// Answers as scripted; holds requests to some hosts until they are let go.
actor ScriptedSender: CallbackSender {
    private var script: [CallbackOutcome]
    private var held: Set<String>
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private let continuation: AsyncStream<CallbackRequest>.Continuation
    /// The requests, as they come.
    nonisolated let requests: AsyncStream<CallbackRequest>

    /// Once the script is used up every request is answered 200.
    init(_ script: [CallbackOutcome] = [], holding: Set<String> = []) {
        (requests, continuation) = AsyncStream.makeStream()
        self.script = script
        held = holding
    }

    var holding: Int { waiting.count }

    func letGo() {
        held = []
        for continuation in waiting { continuation.resume() }
        waiting = []
    }

    func send(_ request: CallbackRequest) async -> CallbackOutcome {
        let outcome = script.isEmpty ? .answered(status: 200, retryAfter: nil) : script.removeFirst()
        if let host = try? CallbackURL(request.url).host, held.contains(host) {
            await withCheckedContinuation { waiting in
                self.waiting.append(waiting)
                continuation.yield(request)
            }
        } else {
            continuation.yield(request)
        }
        return outcome
    }
}
