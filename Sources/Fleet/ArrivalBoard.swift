import Synchronization
public import Telephony

/// The last call that arrived on each line, and from which number: noted without waiting, by whoever records calls.
public final class ArrivalBoard: Sendable {
    /// A call that arrived.
    public struct Arrival: Hashable, Sendable {
        /// `nil`: it came without a number that can be read.
        public let number: E164?
        /// When it began to ring.
        public let rangAt: Moment
    }

    private let arrivals = Mutex<[LineID: Arrival]>([:])

    public init() {}

    /// Takes the place of what was noted of this line before.
    public func note(_ line: LineID, from number: E164?, at rangAt: Moment) {
        arrivals.withLock { $0[line] = Arrival(number: number, rangAt: rangAt) }
    }

    /// `nil`: none since the start.
    public func last(on line: LineID) -> Arrival? { arrivals.withLock { $0[line] } }
}
