import Telephony
import Verification

/// Who asks: a customer with a key, or the operator on the admin socket.
struct Visitor: Sendable {
    /// `nil`: the operator, whom everybody's things are shown.
    let application: ApplicationName?
    let scopes: Set<APIKeyRecord.Scope>
    /// As it stands in the audit log.
    let actor: String
    let address: String?

    /// The holder of this key.
    init(_ key: APIKeyRecord, address: String?) {
        application = key.application
        scopes = key.scopes
        actor = key.id.rawValue
        self.address = address
    }

    private init() {
        application = nil
        scopes = Set(APIKeyRecord.Scope.allCases)
        actor = "operator"
        address = nil
    }

    static let `operator` = Visitor()

    var isOperator: Bool { application == nil }

    /// What tells of single calls is shown, sent or sent elsewhere with the scope of calls only.
    func requireCalls() throws(Problem) {
        guard scopes.contains(.calls) else { throw .missingScope(APIKeyRecord.Scope.calls.rawValue) }
    }

    /// Notes what was done. What cannot be noted is not done: this throws.
    func note(_ act: String, _ subject: String, in backend: any GatewayBackend) async throws {
        try await backend.store.record(
            AuditEntry(at: backend.now().unixMilliseconds, actor: actor, act: act, subject: subject, address: address))
    }
}
