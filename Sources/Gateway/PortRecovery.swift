import ATSyntax
import Fleet
import Modem
import NIOCore
import SerialPort

/// Resets a modem that has no session.
struct PortRecovery: Sendable {
    let port: Port
    let loop: any EventLoop

    /// Why it could not be done, or `nil`.
    func perform(_ step: RecoveryLadder.Step) async -> String? {
        switch step {
        case .reset: await writeReset()
        case .usbReset, .powerCycle: "this port is no USB device of ours"
        case .reopen, .outOfService: nil
        }
    }

    /// Out of a message prompt first; what it answers, if anything, does not matter.
    private func writeReset() async -> String? {
        do {
            let link = try await SerialLink.open(path: port.path, baud: port.baud, on: loop)
            link.write([0x1B, 0x0D] + port.profile.reset.bytes)
            try? await ContinuousClock().sleep(for: .milliseconds(500))
            link.close()
            return nil
        } catch {
            return (error as? SerialPortError)?.remedy ?? "\(error)"
        }
    }
}
