import Glibc
import Telephony

extension BankState {
    /// No line of control is longer.
    private static let lineCapacity = 1024

    mutating func readControl(_ client: Int32, at now: BootInstant) {
        guard let bytes = readAvailable(from: client) else { return drop(client) }
        var buffer = (clients[client] ?? []) + bytes
        while let end = buffer.firstIndex(of: UInt8(ascii: "\n")) {
            let answer = Array("\(obey(String(decoding: buffer[..<end], as: UTF8.self), at: now))\n".utf8)
            _ = unsafe send(client, answer, answer.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            buffer.removeSubrange(...end)
        }
        if buffer.count > Self.lineCapacity { drop(client) } else { clients[client] = buffer }
    }

    private mutating func drop(_ client: Int32) {
        clients[client] = nil
        _ = close(client)
    }

    private mutating func obey(_ line: String, at now: BootInstant) -> String {
        guard let command = ControlCommand(line) else { return "error unknown command" }
        switch command {
        case .list:
            return "ok "
                + slots.indices.map { "modem\($0)=\(slots[$0].modem.identity.number?.description ?? "?")" }.joined(separator: " ")
        case .count(let index): return answer(index) { "ok \($0.counters)" }
        case .ring(let index, let caller, let rings): return act(on: index) { $0.ring(from: caller, rings: rings, at: now) }
        case .fault(let index, let fault): return act(on: index) { $0.suffer(fault, at: now) }
        case .set(let index, let setting): return act(on: index) { $0.set(setting, at: now) }
        case .say(let index, let line): return act(on: index) { $0.announce(line, at: now) }
        case .answer(let index, let command, let line):
            return act(on: index) {
                $0.learn(command, answering: line)
                return []
            }
        }
    }

    private func answer(_ index: Int, _ body: (VirtualModem) -> String) -> String {
        slots.indices.contains(index) ? body(slots[index].modem) : "error no such modem"
    }

    private mutating func act(on index: Int, _ body: (inout VirtualModem) -> [VirtualModemEffect]) -> String {
        guard slots.indices.contains(index) else { return "error no such modem" }
        guard slots[index].terminal != nil else { return "error unplugged" }
        perform(body(&slots[index].modem), at: index)
        return "ok"
    }
}

extension VirtualModem {
    fileprivate var counters: String {
        "dropped=\(callsDropped) answered=\(callsAnswered) turned-away=\(callersTurnedAway) rings=\(ringsSent) pin-tries=\(pin.triesLeft)"
    }
}
