import Telephony
import Verification

/// What one viewer may see of a call: the caller is hidden where the call belongs to another application's verification, and where
/// it belongs to none and the line serves several applications.
struct CallView {
    let call: CallRecord
    /// `nil`: the operator.
    let viewer: ApplicationName?
    let linesAreShared: Bool

    init(_ call: CallRecord, viewer: ApplicationName?, linesAreShared: Bool) {
        self.call = call
        self.viewer = viewer
        self.linesAreShared = linesAreShared
    }

    var isMasked: Bool {
        guard let viewer else { return false }
        guard let owner = call.application else { return linesAreShared }
        return owner != viewer
    }

    var representation: CallRepresentation { CallRepresentation(call, masked: isMasked) }
}
