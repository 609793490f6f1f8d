/// What came of a request to create.
public enum CreateOutcome: Hashable, Sendable {
    /// A new one; it holds a slot on the best line offered.
    case created(Verification)
    /// The same application asked with the same reference, and that one is pending.
    case existing(Verification)
    /// The same `Idempotency-Key` and payload came before; this is the first answer's verification, as it was created.
    case replayed(Verification)
    /// The same `Idempotency-Key` came with another payload.
    case idempotencyConflict
    /// Every line offered has its slot for this number taken, whoever holds it; or this client asks about the number already.
    case slotTaken
    /// Lines are there, but they carry as many slots as they may.
    case atCapacity
    /// No line was offered that this application may be given.
    case noLine
    /// This client asked about this number too often, or about too many alike.
    case tooManyAttempts(retryAfter: Duration)
}

/// What came of a step-up.
public enum StepUpOutcome: Hashable, Sendable {
    /// By this step: its assurance is `stepped-up`.
    case verified(Verification)
    /// It is not pending, or no suspicious call was there.
    case notFlagged
}
