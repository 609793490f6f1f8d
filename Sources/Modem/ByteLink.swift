/// The bytes to and from one modem. A link delivers synchronously on its own executor, and the ``Modem`` is pinned to that
/// executor, so that a line takes no hop between threads on its way to the hang-up.
public protocol ByteLink: Sendable {
    /// Where ``start(received:ended:)`` calls back, and where ``write(_:)`` and ``wake(after:_:)`` have to be called.
    var executor: any SerialExecutor { get }

    /// The same as a task executor, so that what a modem waits for comes back there, and not by way of the global pool.
    var taskExecutor: any TaskExecutor { get }

    /// Begins to deliver. `ended` comes once, after which nothing is delivered.
    func start(received: @escaping @Sendable ([UInt8]) -> Void, ended: @escaping @Sendable (LinkEnd) -> Void)

    /// Writes without waiting; what cannot be written ends the link.
    func write(_ bytes: [UInt8])

    /// Calls back on the executor after this time.
    func wake(after delay: Duration, _ body: @escaping @Sendable () -> Void)

    /// Closes the port; `ended` follows. May be called from anywhere.
    func close()
}

/// Why a link ended.
public enum LinkEnd: Hashable, Sendable {
    /// The device is gone: end of file, or EIO.
    case disconnected
    /// It was closed from here.
    case closed
    /// The operating system's word for another error.
    case failed(String)
}
