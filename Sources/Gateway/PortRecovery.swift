import ATSyntax
import Fleet
import Glibc
import Modem
import NIOCore
import SerialPort

import class Foundation.FileHandle
import class Foundation.Process
import struct Foundation.URL

/// Resets a modem that has no session.
struct PortRecovery: Sendable {
    /// A hub that takes longer to switch a port off and on will not do it.
    private static let hubPatience = Duration.seconds(30)

    let port: Port
    let loop: any EventLoop

    /// Why it could not be done, or `nil`.
    func perform(_ step: RecoveryLadder.Step) async -> String? {
        switch step {
        case .reset: await writeReset()
        case .usbReset: resetUSB()
        case .powerCycle: await cyclePower()
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

    /// `USBDEVFS_RESET` (linux/usbdevice_fs.h): `_IO('U', 20)`.
    private func resetUSB() -> String? {
        guard let node = port.usb?.node else { return "this port is no USB device" }
        let descriptor = unsafe open(node, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "\(node) may not be opened: install the udev rules" }
        defer { close(descriptor) }
        return ioctl(descriptor, 0x5514) == 0 ? nil : "the kernel refused to reset it (\(errno))"
    }

    /// A modem at `1-1.2` hangs on port 2 of the hub `1-1`; one at `1-1` on port 1 of the root hub `1`.
    private func cyclePower() async -> String? {
        guard let path = port.usb?.path, let cut = path.lastIndex(where: { $0 == "." || $0 == "-" }) else {
            return "this port is no USB device"
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["uhubctl", "-l", String(path[..<cut]), "-p", String(path[path.index(after: cut)...]), "-a", "cycle"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        switch await PortRecovery.status(of: process) {
        case 0: return nil
        case nil: return "uhubctl did not end within 30 s"
        case 127: return "uhubctl is not installed"
        default: return "the hub does not switch power by port"
        }
    }

    /// What it ended with; `nil`: it did not in time. It is killed then, and not waited for: one that hangs in the kernel does not die.
    private static func status(of process: Process) async -> Int32? {
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        do { try process.run() } catch { return -1 }
        let limit = Task {
            try await ContinuousClock().sleep(for: hubPatience)
            end.finish()
            if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        defer { limit.cancel() }
        return await ends.first { _ in true }
    }
}
