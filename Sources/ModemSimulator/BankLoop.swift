import Glibc
import Synchronization
import Telephony

/// The one thread that serves all ports of a bank.
final class BankLoop: Sendable {
    let state: Mutex<BankState>
    /// A pipe: a byte in it ends the wait.
    private let wakerOut: Int32
    private let wakerIn: Int32

    init(_ state: BankState) throws(SimulatorError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { throw .system("pipe", errno: errno) }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (wakerOut, wakerIn) = (ends[0], ends[1])
        self.state = Mutex(state)
    }

    deinit {
        _ = close(wakerOut)
        _ = close(wakerIn)
    }

    /// Makes the thread look at the state again.
    func wake() { _ = unsafe write(wakerIn, [1], 1) }

    /// Runs until the bank is closed.
    func run() {
        while let round = nextRound() {
            let readable = wait(for: round.descriptors, until: round.deadline)
            let now = BankLoop.now
            state.withLock { state in
                guard !state.isClosed else { return }
                for descriptor in readable { state.read(descriptor, at: now) }
                state.tick(at: now)
            }
        }
        state.withLock { $0.closeAll() }
    }

    private func nextRound() -> (descriptors: [Int32], deadline: BootInstant?)? {
        state.withLock { $0.isClosed ? nil : ($0.descriptors, $0.nextDeadline) }
    }

    private func wait(for descriptors: [Int32], until deadline: BootInstant?) -> [Int32] {
        var polled = ([wakerOut] + descriptors).map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard unsafe poll(&polled, nfds_t(polled.count), BankLoop.milliseconds(until: deadline)) > 0 else { return [] }
        if polled[0].revents != 0 { _ = readAvailable(from: wakerOut) }
        return polled.dropFirst().filter { $0.revents != 0 }.map(\.fd)
    }

    private static func milliseconds(until deadline: BootInstant?) -> Int32 {
        guard let deadline else { return -1 }
        let nanoseconds = deadline.duration(since: now).wholeNanoseconds
        return Int32(clamping: max(0, (nanoseconds + 999_999) / 1_000_000))
    }

    /// `CLOCK_BOOTTIME`.
    static var now: BootInstant {
        var time = timespec()
        _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
        return BootInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
}
