import ATSyntax
public import Telephony

/// Asks a modem who it is and how it stands, and nothing else: no setting is changed, and a call that rings meanwhile is left alone.
public actor PortInterview {
    private static let questions: [BringUp.Step] = [
        .manufacturer, .model, .revision, .equipment, .pin, .registration, .network, .signal,
    ]

    private let link: any ByteLink
    private let now: @Sendable () -> BootInstant
    private var framer = ATFramer()
    private var chat = ChatEngine()
    private var facts = ModemFacts()
    private var remaining = PortInterview.questions
    private var current: BringUp.Step?
    private var wakeAt: BootInstant?
    private var waiter: CheckedContinuation<ModemFacts?, Never>?

    /// That of the link.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe link.executor.asUnownedSerialExecutor() }

    public init(link: any ByteLink, now: @escaping @Sendable () -> BootInstant) {
        self.link = link
        self.now = now
    }

    /// What it told; `nil`: it fell silent. Closes the link in any case.
    public func facts() async -> ModemFacts? {
        await withCheckedContinuation { waiter in
            self.waiter = waiter
            link.start(
                received: { [weak self] bytes in self?.assumeIsolated { $0.received(bytes) } },
                ended: { [weak self] _ in self?.assumeIsolated { $0.finish(nil) } })
            perform(chat.begin(at: now()))
            ask()
        }
    }

    private func received(_ bytes: [UInt8]) {
        for line in framer.received(bytes) { perform(chat.received(line, at: now())) }
    }

    private func ask() {
        guard !remaining.isEmpty else { return finish(facts) }
        let step = remaining.removeFirst()
        current = step
        if let command = BringUp.command(step) { perform(chat.submit(command, for: .bringUp, at: now())) }
    }

    private func perform(_ actions: [ChatEngine.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes, _): link.write(bytes)
            case .finished(_, let outcome):
                if let current { facts.read(outcome, of: current) }
                ask()
            case .deaf: finish(nil)
            case .unsolicited: continue
            }
        }
        guard waiter != nil, let deadline = chat.nextDeadline, deadline != wakeAt else { return }
        wakeAt = deadline
        link.wake(after: max(.zero, deadline.duration(since: now()))) { [weak self] in
            self?.assumeIsolated { $0.perform($0.chat.elapsed(to: max(deadline, $0.now()))) }
        }
    }

    private func finish(_ facts: ModemFacts?) {
        guard let waiter else { return }
        self.waiter = nil
        link.close()
        waiter.resume(returning: facts)
    }
}
