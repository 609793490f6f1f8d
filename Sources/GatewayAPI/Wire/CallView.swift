import Telephony
import Verification

/// What one viewer may see of a call: the caller is hidden where the call belongs to another application's verification, and where
/// it belongs to none and the line serves several applications.
struct CallView {
    let call: CallRecord
    /// `nil`: the operator.
    let viewer: ApplicationName?
    let applications: [Application]

    init(_ call: CallRecord, viewer: ApplicationName?, applications: [Application]) {
        self.call = call
        self.viewer = viewer
        self.applications = applications
    }

    var isMasked: Bool {
        guard let viewer else { return false }
        let audience = applications.audience(of: call)
        return !audience.contains { $0.application == viewer && !$0.isMasked }
    }

    var representation: CallRepresentation { CallRepresentation(call, masked: isMasked) }
}
