import Hummingbird
import Telephony
import Verification

/// Shows and removes what is kept of one number: the number stands in the body, since addresses are logged everywhere.
struct PrivacyDesk: Sendable {
    let backend: any GatewayBackend

    /// `application` nil: everybody's. Calls are among it.
    func export(_ body: JSONObject, of application: ApplicationName?, _ visitor: Visitor) async throws -> Response {
        try visitor.requireCalls()
        let number = try VerificationDesk(backend: backend).number(body)
        let data = try await backend.store.export(number, of: application)
        try await visitor.note("number.exported", number.masked, in: backend)
        return .json(ExportReport(number, data))
    }

    /// `application` nil: everybody's.
    func erase(_ body: JSONObject, of application: ApplicationName?, _ visitor: Visitor) async throws -> Response {
        let number = try VerificationDesk(backend: backend).number(body)
        guard let erasure = try await backend.store.erase(number, of: application, at: backend.now()) else {
            throw Problem.slotTaken
        }
        try await visitor.note("number.erased", number.masked, in: backend)
        return .json(erasure)
    }
}

/// Everything that is kept of a number.
struct ExportReport: Encodable {
    let phoneNumber: String
    let verifications: [VerificationRepresentation]
    let calls: [CallRepresentation]
    /// The bodies as they were sent.
    let callbacks: [String]

    init(_ number: E164, _ data: PersonalData) {
        phoneNumber = number.description
        verifications = data.verifications.map(VerificationRepresentation.init)
        calls = data.calls.map { CallRepresentation($0) }
        callbacks = data.callbacks
    }

    private enum CodingKeys: String, CodingKey {
        case phoneNumber = "phone_number"
        case verifications, calls, callbacks
    }
}
