import Glibc

/// The thread that asked first.
private let theOneThread = pthread_self()

/// Ends the run anywhere but on the one thread of the simulation: what is `@unchecked Sendable` here rests on there being no other.
func requireTheOneThread() { precondition(pthread_equal(pthread_self(), theOneThread) != 0, "the simulation left its thread") }
