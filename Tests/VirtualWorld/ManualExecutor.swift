import Synchronization

/// Runs jobs when it is told to, on the thread that tells it: everything on one thread, in an order that repeats.
public final class ManualExecutor: TaskExecutor, SerialExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    public init() {}

    public func enqueue(_ job: consuming ExecutorJob) { add(UnownedJob(job)) }

    /// Takes a job that was meant for somebody else.
    public func add(_ job: UnownedJob) { jobs.withLock { $0.append(job) } }

    /// How many want something.
    public var count: Int { jobs.withLock { $0.count } }

    /// Runs one of them, the first unless another is named; `false`: there is none.
    public func runOne(at index: Int = 0) -> Bool {
        guard let job = jobs.withLock({ $0.indices.contains(index) ? $0.remove(at: index) : nil }) else { return false }
        unsafe job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        return true
    }

    /// Until nobody wants anything any more.
    public func drain() { while runOne() {} }

    /// Everything here is on this one thread.
    public func checkIsolated() {}
    public func isIsolatingCurrentContext() -> Bool? { true }
}
