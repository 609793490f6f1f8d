import Modem

/// What is wrong with a modem, worst first, in words, and what to do.
extension ModemSnapshot {
    /// Everything that is known to be wrong. `allowsRoaming`: whether a roaming line may be handed out.
    public func faults(allowsRoaming: Bool = false) -> [Fault] {
        if isDisabled {
            return [
                Fault(
                    code: "disabled", reason: "taken out of service by an operator",
                    remedy: "Run: ringcheck modems enable \(port.path)")
            ]
        }
        if let outage { return [outage] }
        guard facts.isReady else { return [sim].compactMap { $0 } }
        return [
            twinFault, otherIMEI, sim, voice, heldCall, registration, roaming(allowsRoaming), barring, forwarding,
            hiddenCallers, callerPresentation, automaticAnswer, unknownNumber, sharedNumber, failedTests, unheardPort, power, heat,
            weakSignal, clock,
        ].compactMap { $0 }
    }

    private var twinFault: Fault? {
        twin.map {
            Fault(
                code: "same-imei", reason: "\($0) reports the same IMEI",
                remedy: "Use modems with IMEIs of their own: two alike cannot be told apart after a replug.", keepsFromCalls: false)
        }
    }

    private var otherIMEI: Fault? {
        formerIMEI.map {
            Fault(
                code: "imei-changed", reason: "it reported the IMEI \($0) before, and another now",
                remedy: "If the modem was swapped, restart ringcheck; if not, its firmware is faulty or was tampered with.",
                keepsFromCalls: false)
        }
    }

    private var sim: Fault? {
        guard !facts.isCardReady else { return nil }
        switch facts.pinState ?? "" {
        case "SIM PIN":
            return Fault(
                code: "sim-pin", reason: pinRefusal ?? "the SIM asks for its PIN",
                remedy: "Set pin-file for this port or line, or switch the PIN request off with a phone.")
        case "SIM PUK":
            return Fault(
                code: "sim-puk", reason: "the SIM is locked and asks for its PUK",
                remedy: "Unlock it in a phone with the PUK that came with the card; Ringcheck never enters a PUK.")
        case "SIM not inserted":
            return Fault(
                code: "sim-missing", reason: "there is no SIM in it", remedy: "Put a SIM in, contacts first, and replug it.")
        case let other:
            return Fault(
                code: "sim-failure", reason: "the SIM says '\(other)'", remedy: "Clean its contacts, or try another SIM.")
        }
    }

    private var voice: Fault? {
        if case .no(let reason) = profile.voice {
            return Fault(
                code: "no-voice", reason: reason, remedy: "Use a modem that takes voice calls: hardware/README.md lists families.")
        }
        if facts.hasVoice == false {
            return Fault(
                code: "no-voice", reason: "its firmware has no voice: it never rings",
                remedy: "Use another modem, or a firmware with voice.")
        }
        if facts.isDeafOnLTE {
            return Fault(
                code: "lte-no-voice", reason: "it is on LTE with calls on LTE switched off: calls do not reach it",
                remedy: profile.lteVoice?.enable.map { "Run: ringcheck modems at \(port.path) '\($0)', then reset it." }
                    ?? "Switch VoLTE on, or keep the modem on 2G or 3G.")
        }
        return nil
    }

    private var heldCall: Fault? {
        guard facts.holdsCall else { return nil }
        return Fault(
            code: "call-held", reason: "a call rings, or is shown, whatever is sent to hang up: nobody else can call",
            remedy: "It is tried again each few seconds; if this stays, run: ringcheck modems reset \(port.path)")
    }

    private var registration: Fault? {
        guard !facts.isRegistered else { return nil }
        let check = "Check the antenna, and whether the operator still runs a network that this modem knows."
        return switch facts.registration {
        case 3:
            Fault(
                code: "registration-denied", reason: "the network refuses the SIM",
                remedy: "Ask the operator whether the SIM is active and paid for, and whether it takes this modem.")
        case 6, 7:
            Fault(
                code: "sms-only", reason: "registered for messages only: no call reaches it",
                remedy: "Choose a SIM with voice, or a modem with VoLTE that the operator takes.")
        case 8: Fault(code: "emergency-only", reason: "registered for emergency calls only", remedy: check)
        case 2: Fault(code: "searching", reason: "searching for a network", remedy: check)
        default: Fault(code: "not-registered", reason: "not registered with any network", remedy: check)
        }
    }

    private func roaming(_ isAllowed: Bool) -> Fault? {
        guard !isAllowed, facts.registration == 5 || facts.registration == 10 else { return nil }
        return Fault(
            code: "roaming", reason: "it is roaming: callers may pay, and caller numbers may be changed",
            remedy: "Use a SIM of this country, or set modems.allow-roaming: true.")
    }

    private var barring: Fault? {
        guard facts.isIncomingBarred == true else { return nil }
        return Fault(
            code: "barred", reason: "incoming calls are barred on this SIM",
            remedy: "Switch barring off with a phone (*#35#, #35*CODE#), or ask the operator.")
    }

    private var forwarding: Fault? {
        guard facts.isForwarding else { return nil }
        return Fault(
            code: "forwarding", reason: "calls are forwarded: a dropped call is answered elsewhere, and the caller pays",
            remedy: "Switch all forwarding off with a phone: dial ##002#.")
    }

    private var hiddenCallers: Fault? {
        guard facts.hidesCallers else { return nil }
        return Fault(
            code: "hides-callers", reason: "the modem does not show who calls (its +CLIP? answers 0)",
            remedy:
                "Wait a minute: it is told to again. If this stays, call its number once: a number that it shows proves it well.")
    }

    private var callerPresentation: Fault? {
        guard !facts.hidesCallers, facts.hasCallerPresentation == false else { return nil }
        return Fault(
            code: "no-caller-id", reason: "the subscription does not show who calls",
            remedy: "Have the operator switch caller identification (CLIP) on for this SIM.")
    }

    private var unknownNumber: Fault? {
        guard number == nil else { return nil }
        return Fault(
            code: "no-number", reason: "the SIM does not tell its number",
            remedy: facts.card.map { "Add it under modems.lines: { iccid: \"\($0)\", number: \"+…\" }." }
                ?? "Set 'number' for \(port.path) under modems.ports.")
    }

    private var sharedNumber: Fault? {
        namesake.map {
            Fault(
                code: "same-number", reason: "\($0) has the same number: nobody knows which of them a call reaches",
                remedy: "Correct the number of one under modems.ports or modems.lines; of twin cards leave one in.")
        }
    }

    private var automaticAnswer: Fault? {
        guard let rings = facts.automaticAnswer, rings > 0 else { return nil }
        return Fault(
            code: "answers-calls", reason: "it answers calls by itself (S0 is \(rings)): callers pay",
            remedy: "It is told not to each minute; if this stays, set S0=0 with a terminal program, and save it with AT&W.")
    }

    /// It looks well, and test calls do not arrive.
    private var failedTests: Fault? {
        let remedy = """
            Call \(number.map { "\($0)" } ?? "its number") from a phone and look at `ringcheck calls`; then check credit and forwarding, \
            or try the SIM in another modem.
            """
        switch receivability {
        case .failed:
            return Fault(
                code: "not-receivable", reason: "calls from other lines do not reach it, though it looks well", remedy: remedy)
        case .doubted:
            return Fault(
                code: "doubtful", reason: "a call from another line did not reach it, though it looks well", remedy: remedy,
                keepsFromCalls: false)
        case .untested, .proven: return nil
        }
    }

    private var unheardPort: Fault? {
        unheardPorts.min { $0.key < $1.key }.map { path, remedy in
            Fault(
                code: "second-port",
                reason: "\(path), its second AT port, is not heard: calls that it tells there alone are missed",
                remedy: remedy, keepsFromCalls: false)
        }
    }

    private var clock: Fault? {
        guard let clockSkew, clockSkew > .seconds(300) || clockSkew < .seconds(-300) else { return nil }
        let minutes = (clockSkew.components.seconds.magnitude + 30) / 60
        return Fault(
            code: "clock-differs",
            reason: "this machine's clock is \(minutes) min \(clockSkew > .zero ? "ahead of" : "behind") the network's",
            remedy: "Set the machine's clock (timedatectl, chrony); a Raspberry Pi has none that runs without power.",
            keepsFromCalls: false)
    }

    private var power: Fault? {
        guard facts.warnsOfVoltage else { return nil }
        return Fault(
            code: "under-voltage", reason: "the modem warned of too low a voltage",
            remedy: "Use a powered hub and a short cable.", keepsFromCalls: false)
    }

    private var heat: Fault? {
        guard let temperature = facts.temperature, temperature >= 75 else { return nil }
        return Fault(
            code: "hot", reason: "it is \(Int(temperature)) °C hot", remedy: "Give it air, or shade.", keepsFromCalls: false)
    }

    private var weakSignal: Fault? {
        let weak = facts.signal.flatMap { $0 <= -107 ? "\($0) dBm" : nil }
        let weakOnLTE = facts.signal == nil ? facts.referenceSignal.flatMap { $0 <= -118 ? "RSRP \($0) dBm" : nil } : nil
        guard let level = weak ?? weakOnLTE else { return nil }
        return Fault(
            code: "weak-signal", reason: "the signal is weak (\(level))",
            remedy: "Move the antenna, or use a better one.", keepsFromCalls: false)
    }
}
