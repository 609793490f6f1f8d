/// Where the store's blocking work runs: on the database's own queues, or as whoever rules time wants it.
public struct StoreExecution: Sendable {
    /// What kind of work.
    public enum Work: Sendable { case read, write, checkpoint, examination }

    /// Runs it, now or later, on whatever thread; `nil`: the database's own queues do.
    let run: (@Sendable (Work, @escaping @Sendable () -> Void) -> Void)?

    /// Beside the caller, each kind on a queue of its own.
    public static let queues = StoreExecution(run: nil)

    private init(run: (@Sendable (Work, @escaping @Sendable () -> Void) -> Void)?) { self.run = run }

    /// As `run` wants it, which has to run each once.
    public static func ruled(by run: @escaping @Sendable (Work, @escaping @Sendable () -> Void) -> Void) -> StoreExecution {
        StoreExecution(run: run)
    }
}
