import ATSyntax
import Telephony

/// Step by step from an open port to a modem that serves.
extension ModemEngine {
    mutating func nextStep(at now: BootInstant) -> [Action] {
        while let step = bringUp.advance() {
            if let command = BringUp.command(step) { return submit(command, for: .bringUp, at: now) }
            if facts.asksForPIN { return [.changed(facts), .needsPIN] }
        }
        if !facts.isReady { survey.begin(at: now) }
        facts.isReady = true
        resumeAt = bringUp.nextTry(at: now)
        return [.changed(facts)]
    }

    mutating func stepFinished(_ outcome: ChatEngine.Outcome, at now: BootInstant) -> [Action] {
        guard let step = bringUp.current else { return [] }
        if outcome == .timedOut { bringUp.wasNotAnswered() } else { facts.read(outcome, of: step) }
        if mayBeTakenLater(step, outcome) { bringUp.wasRefusedForNow() }
        if case .setting = step, outcome.isOK { hasSettings = true }
        if step == .functionality, ModemFacts.isRadioOff(outcome) { bringUp.radioIsOff() }
        if step == .setting(.manualAnswer), !outcome.isOK { survey.doubt(.automaticAnswer) }
        if facts.card != nil { bringUp.cardIsKnown() }
        var actions: [Action] = []
        if outcome == .answered(.ok, lines: []), bringUp.wasAnsweredEmpty() {
            actions = perform(chat.getInStep(at: now), at: now)
        }
        if step == .list {
            actions += perform(tracker.listFinished(listed(outcome), at: now), at: now)
            // Ringcheck dials for tests only: this one has outlived its session, and somebody may answer it.
            if TestCall.outgoing(outcome) != nil, tracker.calls.isEmpty {
                actions += submit(ATCommand("ATH", patience: .seconds(10)), for: .leftBehind(.first), urgently: true, at: now)
            }
        }
        if step == .ownNumber, !isPlaced { actions += [.changed(facts)] + placeAll(at: now) }
        return actions + nextStep(at: now)
    }

    mutating func leftBehindFinished(_ way: LeftBehindWay, at now: BootInstant) -> [Action] {
        guard way == .first else { return [] }
        owesHangUp = true
        return hangUpLeftBehind(at: now)
    }

    /// The second way, once nobody rings any more: whoever does is recorded before anything is hung up.
    mutating func hangUpLeftBehind(at now: BootInstant) -> [Action] {
        guard owesHangUp, tracker.calls.isEmpty, unplaced.isEmpty else { return [] }
        owesHangUp = false
        return submit(ATCommand("AT+CHUP", patience: .seconds(10)), for: .leftBehind(.second), urgently: true, at: now)
    }

    /// Whether a refusal may pass with time. A bare `ERROR` also means a command that the modem does not know.
    private func mayBeTakenLater(_ step: BringUp.Step, _ outcome: ChatEngine.Outcome) -> Bool {
        guard step.needsCard, case .answered(let result, _) = outcome else { return false }
        if step == .pin, facts.isCardAway { return true }
        if result.blamesCard || result == .error && step.isKnownToAll { return true }
        if case .setting = step { return false }
        return result == .error && !facts.hasToldCardState
    }

    mutating func unlockFinished(_ outcome: ChatEngine.Outcome, at now: BootInstant) -> [Action] {
        guard outcome.isOK else {
            // Nobody knows what became of one that was not answered.
            guard case .answered(let result, _) = outcome else { return nextStep(at: now) }
            if result.tellsBusyCard { bringUp.pinHasToWait() }
            return [.pinEntered(result.tellsBusyCard ? .notGiven : .refused)] + nextStep(at: now)
        }
        bringUp.wasUnlocked(cardIsKnown: facts.card != nil, profile: profile)
        resumeAt = now.advanced(by: profile.unlockPause)
        return [.pinEntered(.taken)]
    }

    private func listed(_ outcome: ChatEngine.Outcome) -> [CurrentCall]? {
        outcome.isOK ? outcome.lines.compactMap(CurrentCall.init) : nil
    }

    /// Identity and line are asked for by now: what rang before can be recorded.
    mutating func placeAll(at now: BootInstant) -> [Action] {
        isPlaced = true
        let known = unplaced.map { Action.settle($0) } + closedUnplaced
        (unplaced, closedUnplaced) = ([], [])
        return known + perform(tracker.placed(at: now), at: now) + hangUpLeftBehind(at: now)
    }
}
