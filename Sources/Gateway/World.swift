package import CallbackTransport
package import Fleet
package import Modem
package import Outbox

/// All that the gateway does outside itself and its database: time, ttys, and requests to customers. The field has one of them, the
/// simulation another.
package struct World: Sendable {
    package let clock: GatewayClock
    /// Carries callbacks.
    package let sender: any CallbackSender
    /// Carries a question whose answer matters.
    package let ask: @Sendable (CallbackRequest) async -> Result<CallbackAnswer, CallbackFailure>
    package let sockets: Sockets

    /// Where modems are plugged in.
    package struct Sockets: Sendable {
        /// Opens a tty; `beside`: on the executor of this link.
        package let open: @Sendable (_ path: String, _ baud: Int, _ beside: (any ByteLink)?) async throws -> any ByteLink
        /// What an error of `open` means, for people.
        package let fault: @Sendable (any Error) -> ModemSnapshot.Fault
        /// Resets what has no session; why not, where it cannot.
        package let recover: @Sendable (RecoveryLadder.Step, Port) async -> String?

        package init(
            open: @escaping @Sendable (String, Int, (any ByteLink)?) async throws -> any ByteLink,
            fault: @escaping @Sendable (any Error) -> ModemSnapshot.Fault,
            recover: @escaping @Sendable (RecoveryLadder.Step, Port) async -> String?
        ) {
            self.open = open
            self.fault = fault
            self.recover = recover
        }
    }

    package init(
        clock: GatewayClock, sender: any CallbackSender,
        ask: @escaping @Sendable (CallbackRequest) async -> Result<CallbackAnswer, CallbackFailure>, sockets: Sockets
    ) {
        self.clock = clock
        self.sender = sender
        self.ask = ask
        self.sockets = sockets
    }
}
