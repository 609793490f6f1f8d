import Testing

@testable import Outbox

@Suite struct CircuitBreakerTests {
    private func at(_ seconds: Int64) -> UnixTime { UnixTime(milliseconds: 1_800_000_000_000 + seconds * 1000) }

    @Test func `a rest that was asked for holds, whatever else is answered meanwhile, and 10 minutes at the most`() {
        var circuit = CircuitBreaker()
        circuit.succeeded()
        circuit.failed(at: at(0))
        circuit.rest(for: .seconds(60), at: at(0))
        circuit.succeeded()
        #expect(circuit.room(of: 8, at: at(59)) == 0 && circuit.nextTry(at: at(59)) == at(60))
        #expect(circuit.room(of: 8, at: at(60)) == 8)
        circuit.rest(for: .seconds(86_400), at: at(100))
        circuit.move(by: .seconds(5))
        #expect(circuit.state(at: at(704)) == .open && circuit.state(at: at(705)) == .closed)
    }
}
