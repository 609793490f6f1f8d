import ModemSimulator
import Telephony
import VirtualWorld

/// Calls as they are made, as they are told of on open ports, and as they end.
extension Ledger {
    func opened(_ stick: Int) {
        openings.append((stick, time.now))
        end(.unwatched, of: stick)
    }

    /// Somebody is about to call.
    func dial(_ caller: SimulatedCaller, at stick: Int, isForwarded: Bool = false) {
        var number: String?
        if case .presented(let digits) = caller { number = digits }
        note("dial \(stick) from \(number ?? "withheld")\(isForwarded ? " forwarded" : "")")
        dials.append(
            Dial(
                stick: stick, number: number, isForwarded: isForwarded, startedAt: time.now,
                isModemWell: !isStalled(stick) && resets[stick].map { time.now.duration(since: $0) > .seconds(10) } ?? true,
                isGarbled: isStalled(stick)))
    }

    /// The open call of this caller on this stick.
    private func open(_ caller: SimulatedCaller, at stick: Int) -> Int? {
        var number: String?
        if case .presented(let digits) = caller { number = digits }
        return dials.lastIndex { $0.stick == stick && $0.number == number && $0.endedAt == nil }
    }

    func happened(_ event: VirtualModemEvent, at stick: Int) {
        switch event {
        case .dropped(let caller, let command, _): dropped(caller, by: command, at: stick)
        case .gaveUp(let caller, _):
            note("gave up \(stick) \(caller)")
            guard let index = open(caller, at: stick) else { return }
            dials[index].endedAt = time.now
            checkPatience(dials[index])
        case .answered(let caller, _): fault(.nobodyAnswers, "\(caller) on \(stick)")
        case .rang, .dialled, .rangOff, .unplugged: break
        }
    }

    private func dropped(_ caller: SimulatedCaller, by command: String, at stick: Int) {
        note("dropped \(stick) \(caller) by \(command)")
        guard let index = open(caller, at: stick) else { return }
        dials[index].endedAt = time.now
        dials[index].isDropped = true
        checkPatience(dials[index])
        guard !dropsAtOnce, !dials[index].isGarbled, !mayDropUnrecorded(dials[index]), !mayBeTakenForEarlier(dials[index]),
            !isRecorded(dials[index])
        else { return }
        fault(.hangUpFollowsRecord, "\(caller) on \(stick) by \(command)")
    }

    /// Nobody whose number was read rings for long.
    private func checkPatience(_ dial: Dial) {
        // Who withholds his number is waited for until nobody can tell it any more.
        guard let read = dial.presentedAt ?? dial.heardAt?.advanced(by: .seconds(8)), let end = dial.endedAt, dial.isUndisturbed,
            end.duration(since: read) > .seconds(10)
        else { return }
        let isExcused =
            badDisk.contains { $0.to > read && $0.from < end }
            || openings.contains { $0.stick == dial.stick && $0.at > dial.startedAt }
        if !isExcused { fault(.hangUpComesSoon, "\(dial.number ?? "") on \(dial.stick) rings since \(seconds(read))") }
    }

    func delivered(_ bytes: [UInt8], at stick: Int) {
        tell("<", bytes, of: stick)
        // Most of what a modem says is of no call.
        guard bytes.contains(UInt8(ascii: "\"")) || bytes.contains(UInt8(ascii: "G")) || bytes.contains(UInt8(ascii: ":")) else {
            return
        }
        let isOpen = dials.contains { $0.stick == stick && $0.endedAt == nil }
        guard isOpen else { return }
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("RING") || text.contains("+CLIP: ") || text.contains("+CCWA: \"") || text.contains("+CLCC: ") {
            for index in dials.indices where dials[index].stick == stick && dials[index].endedAt == nil {
                dials[index].heardAt = dials[index].heardAt ?? time.now
                dials[index].heardLastAt = dials[index].heardLastAt ?? time.now
            }
        }
        guard text.contains("+C") else { return }
        if text.contains("+CSSU"), let last = dials.lastIndex(where: { $0.stick == stick && $0.isForwarded }) {
            dials[last].isForwardingTold = true
        }
        for index in dials.indices where dials[index].stick == stick && dials[index].endedAt == nil {
            guard let number = dials[index].number, text.contains(number.drop { $0 == "+" }) else { continue }
            dials[index].presentedAt = dials[index].presentedAt ?? time.now
            dials[index].presentedLastAt = dials[index].presentedLastAt ?? time.now
        }
    }

    func wrote(_ bytes: [UInt8], to stick: Int) {
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("+CHUP") || text.contains("+CHLD") || text.contains("ATH") { hangUpWrittenAt[stick] = time.now }
        tell(">", bytes, of: stick)
    }

    private func tell(_ direction: String, _ bytes: [UInt8], of stick: Int) {
        absorb(bytes)
        guard isTracing else { return }
        let words = String(decoding: bytes, as: UTF8.self).split { $0.isNewline }.joined(separator: " | ")
        print("\(seconds(time.now))   \(stick) \(direction) \(words)")
    }

    /// Its calls end without a word.
    func lost(_ stick: Int) {
        for index in dials.indices where dials[index].stick == stick && dials[index].endedAt == nil {
            dials[index].endedAt = time.now
            dials[index].isModemWell = false
        }
    }

    /// Nobody listens to its calls for a while.
    func unheard(_ stick: Int) {
        for index in dials.indices where dials[index].stick == stick && dials[index].endedAt == nil { dials[index].isUnheard() }
    }

    /// Its calls may be misread.
    func disturbed(_ stick: Int) {
        for index in dials.indices where dials[index].stick == stick {
            guard dials[index].endedAt.map({ time.now.duration(since: $0) < .seconds(2) }) ?? true else { continue }
            (dials[index].isModemWell, dials[index].isGarbled) = (false, true)
        }
    }

    func stalled(_ stick: Int, until end: BootInstant) {
        // A stall within another goes on with it.
        let around = stallsEver.last { $0.stick == stick && $0.to >= time.now }
        stalls[stick] = end
        stallsEver.append((stick, around?.from ?? time.now, end))
    }
    func isStalled(_ stick: Int) -> Bool { stalls[stick].map { $0 > time.now } ?? false }
}
