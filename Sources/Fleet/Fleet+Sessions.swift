import Logging
import Modem
import Telephony

/// One port's life: session after session, with what the ladder says in between.
extension Fleet {
    /// From the end of a second port, or a failure to open it, to the next try.
    private static let sidePause = Duration.seconds(10)

    func keep(_ arrival: Arrival) async {
        while !Task.isCancelled, isCurrent(arrival) {
            let failure = await session(arrival)
            guard !Task.isCancelled, isCurrent(arrival), let station = stations[arrival.id] else { return }
            stations[arrival.id]?.hasBeenTried = true
            await recover(after: failure, of: station.reachedPort, at: arrival)
        }
    }

    private func isCurrent(_ arrival: Arrival) -> Bool {
        stations[arrival.id].map { $0.generation == arrival.generation && !$0.isGone } ?? false
    }

    private func recover(after failure: RecoveryLadder.Failure, of port: Port, at arrival: Arrival) async {
        guard let attempt = stations[arrival.id]?.ladder.failed(failure, at: surroundings.now().instant) else { return }
        let reason = stations[arrival.id]?.snapshot.outage?.reason ?? "its session ended"
        var note: Logger.Metadata = ["port": "\(port.path)", "step": "\(attempt.step.rawValue)", "reason": "\(reason)"]
        switch attempt.step {
        case .reopen: logger.info("the port is opened again", metadata: note)
        case .outOfService:
            stations[arrival.id]?.snapshot.state = .outOfService
            logger.error("modem out of service: nothing helped; tried again in 10 minutes", metadata: note)
        case .reset, .usbReset, .powerCycle:
            stations[arrival.id]?.snapshot.resets += 1
            note["outcome"] = "\(await surroundings.recover(attempt.step, port) ?? "done")"
            logger.warning("modem is being recovered", metadata: note)
        }
        await surroundings.pause(attempt.pause)
    }

    /// One session, from opening the port to its end, and what the end means for recovery.
    private func session(_ arrival: Arrival) async -> RecoveryLadder.Failure {
        guard let port = stations[arrival.id]?.snapshot.port else { return .unreachable }
        do {
            guard let path = try await commandPath(of: port, answering: stations[arrival.id]?.answeringPath) else {
                guard isCurrent(arrival) else { return .unreachable }
                note(.of(.engine(.silent), at: port.paths.joined(separator: ", ")), at: arrival.id)
                return broken(arrival.id)
            }
            let link = try await surroundings.open(path, port.baud, nil)
            return await run(link, port: port, path: path, at: arrival)
        } catch {
            guard isCurrent(arrival) else { return .unreachable }
            let fault = surroundings.fault(error)
            note(fault, at: arrival.id)
            return fault.code == "port-failed" ? broken(arrival.id) : .unreachable
        }
    }

    /// The tty that takes commands: the one that is known, or the first that answers, and the one that did the last time before others.
    private func commandPath(of port: Port, answering last: String?) async throws -> String? {
        guard port.needsProbe else { return port.path }
        var firstError: (any Error)?
        for path in port.paths.filter({ $0 == last }) + port.paths.filter({ $0 != last }) {
            do {
                if await PortProbe(link: try await surroundings.open(path, port.baud, nil)).takesCommands() { return path }
            } catch {
                firstError = firstError ?? error
            }
        }
        if let firstError { throw firstError }
        return nil
    }

    /// Whether another tty takes commands, too: calls may be told there alone.
    private func takesCommands(_ path: String, of port: Port, at arrival: Arrival) async -> Bool {
        guard stations[arrival.id]?.silentPaths.contains(path) == false,
            let link = try? await surroundings.open(path, port.baud, nil)
        else { return false }
        let probe = PortProbe(link: link)
        let isTaken = await withTaskCancellationHandler {
            await probe.takesCommands()
        } onCancel: {
            Task { await probe.giveUp() }
        }
        if !isTaken, !Task.isCancelled, isCurrent(arrival) { stations[arrival.id]?.silentPaths.insert(path) }
        return isTaken
    }

    private func run(_ link: any ByteLink, port: Port, path: String, at arrival: Arrival) async -> RecoveryLadder.Failure {
        let (events, continuation) = AsyncStream.makeStream(of: Modem.Event.self, bufferingPolicy: .bufferingOldest(4096))
        let fleet = self
        let modem = Modem(
            link: link,
            engine: ModemEngine(
                profile: profile(at: arrival, of: port), policy: policy.calls, before: stations[arrival.id]?.unnamedCall),
            logger: logger, now: surroundings.now,
            settle: settle(port), pin: { await fleet.pin(for: $0, of: port, at: arrival.id) },
            report: { [closing] event in
                // A call may be closed after its session has ended, once it is recorded.
                guard case .closed(let call, let dropped) = event else {
                    _ = continuation.yield(event)
                    return
                }
                closing.yield(Closing(call: call, isDropped: dropped, id: arrival.id))
            })
        guard isCurrent(arrival) else {
            link.close()
            return .unreachable
        }
        stations[arrival.id]?.session = modem
        stations[arrival.id]?.answeringPath = path
        stations[arrival.id]?.snapshot.unheardPorts = [:]
        defer { if isCurrent(arrival) { stations[arrival.id]?.session = nil } }
        return await withTaskCancellationHandler {
            await modem.start()
            let failure = await withTaskGroup { group in
                for (number, side) in port.sidePaths.enumerated() where side != path {
                    group.addTask { await self.listen(modem, to: side, as: number, beside: link, at: arrival) }
                }
                for (number, other) in port.paths.enumerated() where other != path {
                    group.addTask {
                        guard await self.takesCommands(other, of: port, at: arrival) else { return }
                        await self.listen(modem, to: other, as: port.sidePaths.count + number, beside: link, at: arrival)
                    }
                }
                defer { group.cancelAll() }
                return await self.follow(events, path: path, at: arrival)
            }
            let unnamedCall = await modem.unnamedCall
            if isCurrent(arrival) { stations[arrival.id]?.unnamedCall = unnamedCall }
            return failure
        } onCancel: {
            modem.stop()
        }
    }

    private func profile(at arrival: Arrival, of port: Port) -> ModemProfile {
        stations[arrival.id]?.snapshot.profile ?? port.profile
    }

    /// Listens to a second port of a modem while its session lasts. One that fails, or that another program has, is opened again.
    private func listen(_ modem: Modem, to path: String, as number: Int, beside link: any ByteLink, at arrival: Arrival) async {
        while !Task.isCancelled, let port = stations[arrival.id]?.snapshot.port {
            do {
                let side = try await surroundings.open(path, port.baud, link)
                stations[arrival.id]?.snapshot.unheardPorts[path] = nil
                await withTaskCancellationHandler {
                    await modem.listen(to: side, as: number)
                } onCancel: {
                    side.close()
                }
            } catch {
                let remedy = surroundings.fault(error).remedy
                if isCurrent(arrival), stations[arrival.id]?.snapshot.unheardPorts.updateValue(remedy, forKey: path) == nil {
                    logger.warning("a second port is not listened to", metadata: ["port": "\(path)", "remedy": "\(remedy)"])
                }
            }
            if !Task.isCancelled { await surroundings.pause(Fleet.sidePause) }
        }
    }

    private func follow(_ events: AsyncStream<Modem.Event>, path: String, at arrival: Arrival) async -> RecoveryLadder.Failure {
        for await event in events {
            switch event {
            case .changed(let facts):
                changed(facts, at: arrival.id)
                await carryMark(at: arrival.id)
                await confirmPIN(at: arrival.id)
            case .alive: stations[arrival.id]?.snapshot.evidenceAt = surroundings.now()
            case .pinEntered(let outcome): await pinEntered(outcome, at: arrival.id)
            case .closed: continue
            case .undroppable: logger.error("a call rings on whatever is sent", metadata: ["port": "\(path)"])
            case .forwardedTooLate(let call):
                logger.warning(
                    "a call was forwarded, which the modem told only after it was recorded",
                    metadata: ["call": "\(call)", "port": "\(path)"])
            case .ended(let end): return ended(end, path: path, at: arrival)
            }
        }
        return .unreachable
    }

    private func ended(_ end: Modem.End, path: String, at arrival: Arrival) -> RecoveryLadder.Failure {
        guard isCurrent(arrival), let station = stations[arrival.id] else { return .unreachable }
        note(.of(end, at: path), at: arrival.id)
        switch end {
        case .engine(.silent), .link(.failed): return broken(arrival.id)
        case .engine(.deaf): return .broken
        case .engine(.reset): return .restarted(boot: station.snapshot.profile.boot)
        case .engine(.restarted):
            stations[arrival.id]?.snapshot.resets += 1
            return .restarted(boot: .seconds(2))
        case .engine(.cardChanged): return .restarted(boot: .seconds(2))
        case .link(.disconnected), .link(.closed): return .unreachable
        }
    }

    /// What does not work is reset only where there surely is a modem.
    private func broken(_ id: String) -> RecoveryLadder.Failure { stations[id]?.isModem == true ? .broken : .unreachable }

    /// Runs on the modem's own executor, without a hop through this actor: it stands on the way to the hang-up.
    private nonisolated func settle(_ port: Port) -> Modem.Settle {
        let surroundings = surroundings
        let numbers = policy.numbers
        return { call, id, facts, rangAt in
            let modem = facts.equipment.map(ModemID.init) ?? ModemID(port: port.path)
            let incoming = IncomingCall(
                id: id, modem: modem, line: ModemSnapshot.line(of: facts, in: modem), presentation: call.presentation,
                caller: call.caller, forwarding: call.forwarding, bearer: call.bearer, rangAt: rangAt,
                isSimulated: port.isSimulated,
                mayHaveBegunEarlier: call.mayHaveBegunEarlier)
            return await surroundings.settle(incoming, port.number(of: facts, numbers: numbers), facts)
        }
    }
}

extension Port {
    /// As configured for the port or for the card, else as the SIM tells it.
    func number(of facts: ModemFacts, numbers: [ICCID: MSISDN]) -> MSISDN? {
        number ?? facts.card.flatMap { numbers[$0] } ?? facts.ownNumber
    }
}
