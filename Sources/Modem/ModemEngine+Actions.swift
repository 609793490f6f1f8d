import ATSyntax
import Telephony

/// What the dialogue and the tracker want done, and what the modem says unasked.
extension ModemEngine {
    mutating func perform(_ actions: [CallTracker.Action], at now: BootInstant) -> [Action] {
        CallTracker.withoutWithdrawn(actions).flatMap { action -> [Action] in
            switch action {
            case .settle(let call): return place(call)
            case .list: return submit(.clcc, for: .list, urgently: true, at: now)
            case .hangUp(let call, let command): return submit(command, for: .hangUp(call: call), urgently: true, at: now)
            case .cancelHangUp(let call):
                chat.withdraw(.hangUp(call: call))
                return []
            case .closed(let call, let dropped): return close(call, dropped: dropped) + hangUpLeftBehind(at: now)
            case .undroppable(let call):
                facts.holdsCall = true
                return [.undroppable(call: call), .changed(facts)]
            case .forwardedTooLate(let call): return [.forwardedTooLate(call: call)]
            }
        }
    }

    mutating func perform(_ actions: [ChatEngine.Action], at now: BootInstant) -> [Action] {
        actions.flatMap { action -> [Action] in
            switch action {
            case .write(let bytes, let purpose):
                if case .hangUp(let call) = purpose { tracker.hangUpWritten(call) }
                return [.write(bytes)]
            case .unsolicited(let line): return heard(UnsolicitedResult(line), at: now)
            case .deaf: return [.reopen(facts.isReady ? .deaf : .silent)]
            case .finished(let purpose, let outcome):
                return finished(purpose, outcome, at: now) + perform(chat.proceed(at: now), at: now)
            }
        }
    }

    mutating func perform(_ actions: [TestCall.Action], at now: BootInstant) -> [Action] {
        actions.flatMap { action -> [Action] in
            switch action {
            case .send(let command, let kind): return submit(command, for: .testCall(kind), urgently: kind != .dial, at: now)
            case .ended(let end): return [.testCallEnded(end)]
            }
        }
    }

    mutating func heard(_ result: UnsolicitedResult, at now: BootInstant) -> [Action] {
        switch result {
        case .callEnded(let end) where end.isOutgoing || !testCall.isOver && tracker.calls.isEmpty:
            return perform(testCall.remoteEnded(), at: now)
        // Of the call that a process before dialled: whoever rings meanwhile rings on.
        case .callEnded(.untold) where chat.awaits(.leftBehind(.first)): return []
        // It has lost its calls, too: none of them rings on in the next session.
        case .restarted where facts.isReady || hasSettings:
            return perform(tracker.disconnected(at: now), at: now) + [.reopen(.restarted)]
        case .cardRemoved where facts.knowsCard && !chat.awaits(.reset):
            return perform(tracker.disconnected(at: now), at: now) + [.reopen(.cardChanged)]
        case .cardReady:
            askForCard(at: now)
            // A modem that started again without a word tells by this that its settings are lost; what showed no callers may have been the SIM.
            survey.ask([.registration, .callerPresentation], at: now)
            return []
        case .registration(let status) where facts.registration != status:
            facts.registration = status
            askForCard(at: now)
            return [.changed(facts)]
        case .lowVoltage where !facts.warnsOfVoltage:
            facts.warnsOfVoltage = true
            return [.changed(facts)]
        default: return heardOfCall(result, at: now)
        }
    }

    private mutating func heardOfCall(_ result: UnsolicitedResult, at now: BootInstant) -> [Action] {
        if case .callEnded = result { chat.expectHangUpAnswer(by: now.advanced(by: .seconds(1))) }
        return perform(tracker.heard(result, at: now), at: now)
    }

    /// Something became of the SIM, or of the registration that it has: what it refused is asked again, and whether it is the same.
    private mutating func askForCard(at now: BootInstant) {
        if bringUp.isPausing { resumeAt = now }
        survey.ask(SurveyQuery.card, at: now)
    }

    mutating func finished(_ purpose: ChatEngine.Purpose, _ outcome: ChatEngine.Outcome, at now: BootInstant) -> [Action] {
        switch purpose {
        case .bringUp: return stepFinished(outcome, at: now)
        case .survey(let query): return surveyed(query, outcome, at: now)
        case .list: return perform(tracker.listFinished(ModemEngine.calls(outcome), at: now), at: now)
        case .hangUp(let call): return perform(tracker.hangUpFinished(call, isOK: outcome.isOK, at: now), at: now)
        case .unlock: return unlockFinished(outcome, at: now)
        case .reset: return (outcome.isOK ? perform(tracker.disconnected(at: now), at: now) : []) + [.reopen(.reset)]
        case .testCall(let command): return perform(testCall.finished(command, outcome, at: now), at: now)
        case .leftBehind(let way): return leftBehindFinished(way, at: now)
        case .console(let number): return [.answered(console: number, ModemEngine.text(outcome))]
        }
    }

    private mutating func surveyed(_ query: SurveyQuery, _ outcome: ChatEngine.Outcome, at now: BootInstant) -> [Action] {
        let before = facts
        facts.read(outcome, of: query, by: profile, at: now)
        if query == .callerPresentation, facts.callerDisplay == 0 { showCallersAgain(at: now) }
        if query == .automaticAnswer, facts.automaticAnswer ?? 0 > 0, bringUp.set(again: .manualAnswer) { resumeAt = now }
        guard case .answered(let result, let lines) = outcome else { return [] }
        if result.meansUnknownCommand { survey.refused(query) }
        if query == .voiceCheck, result.blamesCard { survey.ask([query], at: now.advanced(by: .seconds(60))) }
        if facts.hasLostSettings(since: before) { return [.reopen(.restarted)] }
        if facts.isOfOtherCard(than: before) || bringUp.isDone && facts.hasCardAtLast(since: before) {
            return [.reopen(.cardChanged)]
        }
        if facts.registration != before.registration { askForCard(at: now) }
        let actions: [Action] = facts == before ? [.alive] : [.changed(facts)]
        // An `OK` alone may be the end of an answer before.
        return query == .subscriber && result == .ok && lines.isEmpty
            ? actions + perform(chat.getInStep(at: now), at: now) : actions
    }

    /// The modem refused or lost the setting that shows callers; after a while it is asked again what became of it.
    private mutating func showCallersAgain(at now: BootInstant) {
        if bringUp.set(again: .showCallers) { resumeAt = now }
        survey.ask([.callerPresentation], at: now.advanced(by: facts.hidesCallers ? .seconds(60) : .seconds(600)))
    }

    private static func calls(_ outcome: ChatEngine.Outcome) -> [CurrentCall]? {
        outcome.isOK ? outcome.lines.compactMap(CurrentCall.init) : nil
    }

    private static func text(_ outcome: ChatEngine.Outcome) -> [String] {
        switch outcome {
        case .answered(let result, let lines): lines + [result.description]
        case .timedOut: ["(no answer in time)"]
        }
    }

    private mutating func place(_ call: TrackedCall) -> [Action] {
        let hidCallers = facts.hidesCallers
        facts.hasShownCaller = facts.hasShownCaller || call.hasNumber
        let news: [Action] = hidCallers && call.hasNumber ? [.changed(facts)] : []
        guard !isPlaced else { return [.settle(call)] + news }
        unplaced.append(call)
        return news
    }
}

extension ModemEngine {
    /// A call is closed after it was handed over to be settled.
    private mutating func close(_ call: Int, dropped: Bool) -> [Action] {
        let letGo: [Action] = letGoOfCalls() ? [.changed(facts)] : []
        guard unplaced.contains(where: { $0.number == call }) else { return [.closed(call: call, dropped: dropped)] + letGo }
        closedUnplaced.append(.closed(call: call, dropped: dropped))
        return letGo
    }

    /// Whether the call that no way had ended is gone at last.
    private mutating func letGoOfCalls() -> Bool {
        guard facts.holdsCall, !tracker.calls.contains(where: { $0.roundsInVain > 0 }) else { return false }
        facts.holdsCall = false
        return true
    }
}

extension ModemFacts {
    /// A modem that started again without a word: what the bring-up had set is as after power-up.
    fileprivate func hasLostSettings(since before: ModemFacts) -> Bool {
        registrationNotices == 0 && before.registrationNotices.map { $0 > 0 } ?? false
    }
}
