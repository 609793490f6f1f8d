import Telephony
import Verification

extension KeyReport {
    /// `key` only in the answer that created it.
    init(_ record: APIKeyRecord, key: APIKey? = nil) {
        self.init(
            id: record.id.rawValue, application: record.application.rawValue, hint: record.hint,
            scopes: record.scopes.map(\.rawValue).sorted(),
            createdAt: record.createdAt.unixMilliseconds.asUTCTimestamp,
            revokedAt: record.revokedAt.map { $0.unixMilliseconds.asUTCTimestamp },
            expiresAt: record.expiresAt?.asUTCTimestamp, lastUsedAt: record.lastUsedAt?.asUTCTimestamp, key: key?.text)
    }
}
