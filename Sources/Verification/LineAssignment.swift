public import Telephony

/// Picks the line for a new verification. Pure: offers and slots in, a line or the reason why there is none out.
public struct LineAssignment: Hashable, Sendable {
    /// Slots of the number in question, on any line.
    public let slots: [TakenSlot]
    /// Open slots of each line, by application.
    public let loads: [LineID: [ApplicationName: Int]]
    /// Every application that shares the lines.
    public let applications: Set<ApplicationName>
    /// Only its ``SlotPolicy/pendingPerLine`` counts here: ``slots`` are within the gap already.
    public let policy: SlotPolicy

    public init(
        slots: [TakenSlot], loads: [LineID: [ApplicationName: Int]], applications: Set<ApplicationName>,
        policy: SlotPolicy = SlotPolicy()
    ) {
        self.slots = slots
        self.loads = loads
        self.applications = applications
        self.policy = policy
    }

    /// What an assignment comes to.
    public enum Outcome: Hashable, Sendable {
        /// The best that is free for the number and has room.
        case line(LineOffer)
        /// On every line offered the number has a slot.
        case slotTaken
        /// Lines are free for the number, but hold as much as they may for this application.
        case atCapacity
        /// None was offered.
        case noLine
    }

    /// The best line for this request among those offered.
    public func assign(_ request: VerificationRequest, offers: [LineOffer]) -> Outcome {
        guard !offers.isEmpty else { return .noLine }
        let free = offers.filter { isFree($0, for: request) }
        guard !free.isEmpty else { return .slotTaken }
        let roomy = free.filter { hasRoom($0.line, for: request.application) }
        return roomy.min { isBetter($0, than: $1, for: request) }.map(Outcome.line) ?? .atCapacity
    }

    /// Whether the number has no slot there, or one that ended and that the same application asks for again by its reference. Two cards of one
    /// number are one line to those who call it.
    private func isFree(_ offer: LineOffer, for request: VerificationRequest) -> Bool {
        slots.allSatisfy { slot in
            slot.line != offer.line && slot.number != offer.number || (!slot.isPending && isOwn(slot, request))
        }
    }

    private func isOwn(_ slot: TakenSlot, _ request: VerificationRequest) -> Bool {
        slot.application == request.application && slot.reference != nil && slot.reference == request.reference
    }

    /// Below its share an application may always take a free slot; above it, only what no idle application would need.
    private func hasRoom(_ line: LineID, for application: ApplicationName) -> Bool {
        guard policy.pendingPerLine > 0 else { return true }
        let load = loads[line] ?? [:]
        let reused = slots.contains { $0.line == line } ? 1 : 0
        let free = policy.pendingPerLine - load.values.reduce(0, +) + reused
        guard free > 0 else { return false }
        if load[application, default: 0] - reused < policy.pendingPerLine / max(applications.count, 1) { return true }
        let idle = applications.filter { $0 != application && load[$0, default: 0] == 0 }
        return free > idle.count
    }

    private func isBetter(_ left: LineOffer, than right: LineOffer, for request: VerificationRequest) -> Bool {
        // Whoever asks again gets the slot they had, and not a second one.
        let (leftHad, rightHad) = (hadSlot(left.line), hadSlot(right.line))
        if leftHad != rightHad { return leftHad }
        if left.isDoubted != right.isDoubted { return right.isDoubted }
        let (leftHome, rightHome) = (isHome(left, request), isHome(right, request))
        if leftHome != rightHome { return leftHome }
        let (leftLoad, rightLoad) = (openSlots(left.line), openSlots(right.line))
        if leftLoad != rightLoad { return leftLoad < rightLoad }
        return (left.lastProof ?? .min) > (right.lastProof ?? .min)
    }

    /// Of a line that is free, it can only be the application's own, ended.
    private func hadSlot(_ line: LineID) -> Bool { slots.contains { $0.line == line } }

    private func isHome(_ offer: LineOffer, _ request: VerificationRequest) -> Bool {
        offer.region != nil && offer.region == request.region
    }

    private func openSlots(_ line: LineID) -> Int { loads[line]?.values.reduce(0, +) ?? 0 }
}
