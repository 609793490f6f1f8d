import Outbox
import Telephony
import VirtualWorld

/// The customers' endpoints: sometimes they fail, hang, or take a callback and are not heard to say so. On the one thread of the simulation.
final class Shop: @unchecked Sendable {
    enum Mood: CaseIterable { case well, failing, hanging, unheard, slow, overrun }

    /// What came in under one identity.
    struct Receipt {
        let body: [UInt8]
        var times = 1
    }

    private let time: VirtualTime
    private let ledger: Ledger
    private var chance: SplitMix64
    private var moods: [String: Mood] = [:]
    private(set) var receipts: [String: Receipt] = [:]

    init(time: VirtualTime, ledger: Ledger, chance: SplitMix64) {
        self.time = time
        self.ledger = ledger
        self.chance = chance
    }

    /// `nil`: of all customers.
    func changeMood(to mood: Mood, of customer: String?) {
        ledger.note("the endpoints of \(customer ?? "all") are \(mood)")
        for name in Settings.applications where customer.map({ $0 == name }) ?? true { moods[name] = mood }
    }

    fileprivate func take(_ request: CallbackRequest, for process: Machine.Process) async -> CallbackOutcome {
        let outcome: CallbackOutcome
        let mood = moods.first { request.url.contains("//\($0.key).") }?.value ?? .well
        var delay = Duration.milliseconds(Int.random(in: 1...60, using: &chance))
        switch mood {
        case .well: outcome = answered(200)
        case .failing: outcome = answered([500, 503, 404].randomElement(using: &chance) ?? 500)
        case .hanging, .unheard: (outcome, delay) = (.failed(.timedOut(after: request.timeLimit)), request.timeLimit)
        case .overrun:
            outcome = .answered(status: 429, retryAfter: .seconds(Int.random(in: 0...40, using: &chance)))
        case .slow: (outcome, delay) = (answered(204), .seconds(4))
        }
        if [.well, .unheard, .slow].contains(mood) { receive(request) }
        await withCheckedContinuation { waiter in time.after(delay, for: process.owner) { waiter.resume() } }
        return outcome
    }

    private func answered(_ status: Int) -> CallbackOutcome { .answered(status: status, retryAfter: nil) }

    private func receive(_ request: CallbackRequest) {
        guard let id = request.headers.first(where: { $0.name == "webhook-id" })?.value else {
            ledger.fault(.oneIdentityPerEnd, "a callback without webhook-id")
            return
        }
        ledger.note("received a callback")
        if let known = receipts[id], known.body != request.body {
            ledger.fault(.oneIdentityPerEnd, "\(id) came with two bodies")
        }
        receipts[id, default: Receipt(body: request.body, times: 0)].times += 1
    }
}

/// Carries the callbacks of one life of the gateway.
struct ShopSender: CallbackSender {
    let shop: Shop
    let process: Machine.Process

    func send(_ request: CallbackRequest) async -> CallbackOutcome { await shop.take(request, for: process) }
}
