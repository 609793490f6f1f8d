import Synchronization
public import Telephony

/// The last call that arrived on each line, and from which number: noted without waiting, by whoever records calls.
public final class ArrivalBoard: Sendable {
    /// A call that arrived.
    public struct Arrival: Hashable, Sendable {
        /// `nil`: it came without a number that can be read.
        public let number: E164?
        public let rangAt: Moment
    }

    private let arrivals = Mutex<[LineID: Arrival]>([:])

    public init() {}

    public func note(_ line: LineID, from number: E164?, at rangAt: Moment) {
        arrivals.withLock { $0[line] = Arrival(number: number, rangAt: rangAt) }
    }

    public func last(on line: LineID) -> Arrival? { arrivals.withLock { $0[line] } }
}
