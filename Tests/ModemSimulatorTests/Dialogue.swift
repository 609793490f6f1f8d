import ModemSimulator
import Telephony

/// A virtual modem with a manual clock, and what it wrote and told.
struct Dialogue {
    var modem: VirtualModem
    var now = BootInstant(nanoseconds: 0)
    private(set) var events: [VirtualModemEvent] = []

    init(_ personality: Personality = .generic, pin: VirtualPIN = .init()) {
        let number = MSISDN(digits: "919999900000") ?? MSISDN(digits: "9199999")
        modem = VirtualModem(
            identity: VirtualIdentity(
                imei: "350000000000009", iccid: "8991000000000000009", imsi: "404990000000000", number: number),
            personality: personality, pin: pin)
    }

    /// Sends a line and gives what came back, CR and LF shown as `·`-separated lines.
    mutating func send(_ line: String) -> [String] { take(modem.received(Array("\(line)\r".utf8), at: now)) }

    mutating func raw(_ text: String) -> String { bytes(modem.received(Array(text.utf8), at: now)) }

    mutating func ring(_ caller: SimulatedCaller = .presented("+919812345678"), rings: Int = 6) -> [String] {
        take(modem.ring(from: caller, rings: rings, at: now))
    }

    mutating func pass(_ duration: Duration) -> [String] {
        let end = now.advanced(by: duration)
        var lines: [String] = []
        while let deadline = modem.nextDeadline, deadline <= end {
            now = max(now, deadline)
            lines += take(modem.elapsed(to: now))
        }
        now = end
        return lines + take(modem.elapsed(to: now))
    }

    mutating func suffer(_ fault: VirtualModemFault) -> [String] { take(modem.suffer(fault, at: now)) }

    mutating func set(_ setting: VirtualSetting) -> [String] { take(modem.set(setting, at: now)) }

    mutating func remoteEnds(_ digits: String) -> [String] { take(modem.remoteEnded(digits, at: now)) }

    private mutating func take(_ effects: [VirtualModemEffect]) -> [String] {
        bytes(effects).split { $0.isNewline || $0 == "\r" }.map(String.init)
    }

    private mutating func bytes(_ effects: [VirtualModemEffect]) -> String {
        var text: [UInt8] = []
        for effect in effects {
            switch effect {
            case .write(let bytes): text += bytes
            case .event(let event): events.append(event)
            case .unplug: break
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
