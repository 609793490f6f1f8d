import Fleet
import Logging
import SQLiteStore
import Telephony
import Verification

/// Tells applications of lines that went out of service and came back: not of every flicker.
struct ModemWatch: Sendable {
    /// A line has to be away for so long.
    static let patience = Duration.seconds(15)
    static let longestNap = Duration.seconds(30)

    let fleet: Fleet
    let store: SQLiteStore
    let applications: [Application]
    let clock: GatewayClock
    let alarm: Alarm
    let told: @Sendable (ModemNotice, _ isUp: Bool) -> Void
    let logger: Logger

    func run() async {
        var vigil = ModemVigil(patience: ModemWatch.patience)
        var served: [ModemID: ModemSnapshot] = [:]
        while !Task.isCancelled {
            let modems = await fleet.modems
            let now = clock.now()
            let states = Dictionary(modems.map { ($0.modem, takesCalls($0, at: now)) }, uniquingKeysWith: { $0 || $1 })
            let (changes, next) = vigil.look(states, at: now.instant)
            for modem in modems where modem.number != nil { served[modem.modem] = modem }
            for (modem, isUp) in changes {
                let isTold = await tell(modems.first { $0.modem == modem }, lastServed: served[modem], isUp: isUp)
                if !isTold { vigil.untold(modem, isUp: isUp, at: now.instant) }
            }
            await alarm.wait(
                atMost: min(next.map { $0.duration(since: now.instant) } ?? ModemWatch.longestNap, ModemWatch.longestNap))
        }
    }

    private func takesCalls(_ modem: ModemSnapshot, at now: Moment) -> Bool {
        modem.takesCalls(at: now, allowsRoaming: fleet.policy.allowsRoaming)
    }

    /// `lastServed`: as it was when its number was last known, which says whom it concerns.
    private func tell(_ modem: ModemSnapshot?, lastServed: ModemSnapshot?, isUp: Bool) async -> Bool {
        let now = clock.now()
        let fault = isUp ? nil : modem?.faults(allowsRoaming: fleet.policy.allowsRoaming).first
        let notice = ModemNotice(
            number: (modem?.number ?? lastServed?.number)?.description, state: isUp ? "ready" : fault?.code ?? "out-of-service",
            reason: fault?.reason,
            simulated: (modem ?? lastServed)?.port.isSimulated ?? false)
        do {
            let concerned = applications.filter { $0.isServed(by: notice.number, among: applications) }
            try await store.tell(.modem(notice, isUp: isUp, at: now), concerned.map(\.name), at: now)
            told(notice, isUp)
            return true
        } catch {
            logger.error("nobody is told of a modem yet: the database does not answer", metadata: ["error": "\(error)"])
            return false
        }
    }
}

extension Application {
    /// Whether a line is its own, or shared and it has none of its own. An unknown number concerns those who share.
    func isServed(by number: String?, among applications: [Application]) -> Bool {
        guard let number, let line = MSISDN(number),
            let owner = applications.first(where: { $0.policy.dedicatedLines.contains(line) })
        else { return policy.dedicatedLines.isEmpty }
        return owner.name == name
    }
}
