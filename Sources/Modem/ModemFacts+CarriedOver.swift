/// What a session before knew against the line, until this one has asked.
extension ModemFacts {
    /// With what a former session of the same card knew of the subscription and the network. Of another card nothing is taken.
    public func carrying(over former: ModemFacts) -> ModemFacts {
        let isSameCard = card.map { $0 == former.card } ?? subscriber.map { $0 == former.subscriber } ?? false
        guard isSameCard else { return self }
        var facts = self
        facts.forwardings.formUnion(former.forwardings.subtracting(toldForwardings))
        facts.isIncomingBarred = isIncomingBarred ?? former.isIncomingBarred
        facts.hasCallerPresentation = hasCallerPresentation ?? former.hasCallerPresentation
        facts.isLTEVoiceOn = isLTEVoiceOn ?? former.isLTEVoiceOn
        return facts
    }
}
