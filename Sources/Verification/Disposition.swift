/// Why a call did or did not verify.
public enum Disposition: String, Sendable, Codable, CaseIterable {
    /// It ended a verification as verified.
    case matched
    /// Nobody asked about this number when it rang.
    case noPending = "no-pending"
    /// The caller had the number withheld.
    case withheld
    /// The network had no number to give.
    case unavailable
    /// What the network presented reads as more than one number, or as none.
    case ambiguous
    /// The number is asked about, but was told to call another line.
    case wrongLine = "wrong-line"
    /// Its verification was verified already, less than 60 s ago.
    case duplicate
    /// Its verification had ended, other than verified, less than 60 s ago, or was due when this began to ring.
    case late
    /// The call was forwarded or deflected to this line: the caller named is not who dialled it.
    case forwarded
    /// A data or fax call.
    case notVoice = "not-voice"
    /// It was the call in question, but something about it is suspicious and the application's policy does not accept that.
    case suspicious
}
