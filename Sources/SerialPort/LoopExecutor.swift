import NIOCore

/// A SwiftNIO event loop as the executor of an actor and, at the same time, of its tasks: what a task waits for comes back on the
/// loop at once. With the loop as serial executor alone, each continuation would come back by way of the global pool.
final class LoopExecutor: SerialExecutor, TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute {
            unsafe job.runSynchronously(isolatedTo: self.asUnownedSerialExecutor(), taskExecutor: self.asUnownedTaskExecutor())
        }
    }

    func checkIsolated() { loop.preconditionInEventLoop() }

    func isIsolatingCurrentContext() -> Bool? { loop.inEventLoop }
}
