import Foundation

/// Ends the run anywhere but on the one thread of the simulation: what is `@unchecked Sendable` here rests on there being no other.
func requireTheOneThread() { precondition(Thread.isMainThread, "the simulation left its thread") }
