import Synchronization

/// Runs jobs when it is told to, on the thread that tells it: a whole fleet on one thread, in an order that repeats.
final class ManualExecutor: TaskExecutor, SerialExecutor {
    private let jobs = Mutex<[UnownedJob]>([])

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    /// Until nobody wants anything any more.
    func drain() {
        while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            unsafe job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        }
    }

    /// Everything here is on this one thread.
    func checkIsolated() {}
    func isIsolatingCurrentContext() -> Bool? { true }
}
