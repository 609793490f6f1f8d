import Outbox
import Verification

// Every problem that the API names. The word is the end of `type`; programs rely on it.
extension Problem {
    init(_ word: String, _ status: Int, _ title: String, detail: String? = nil, pointer: String? = nil) {
        self.init(type: "urn:ringcheck:problem:\(word)", title: title, status: status, detail: detail, pointer: pointer)
    }

    static let unauthorized = Problem(
        "unauthorized", 401, "A valid API key is needed.",
        detail: "Send 'Authorization: Bearer rk_…' with a key that is not revoked.")

    static func missingScope(_ scope: String) -> Problem {
        Problem("missing-scope", 403, "The API key may not do this.", detail: "The key needs the scope \(scope).")
    }

    static func notFound(_ what: String) -> Problem { Problem("not-found", 404, "There is no such thing.", detail: what) }

    static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem("method-not-allowed", 405, "This path does not take this method.", detail: "It takes \(allowed).")
    }

    static let bodyTooLarge = Problem("body-too-large", 413, "The request body is too large.", detail: "It may have 64 KiB.")

    static let wrongContentType = Problem(
        "unsupported-media-type", 415, "The request body has to be JSON.", detail: "Send 'Content-Type: application/json'.")

    static func malformedJSON(_ detail: String) -> Problem {
        Problem("malformed-json", 400, "The request body is no JSON object.", detail: detail)
    }

    static func invalidParameter(_ name: String, _ detail: String) -> Problem {
        Problem("invalid-parameter", 400, "A parameter of the request cannot be read.", detail: "\(name): \(detail)")
    }

    static func invalidField(_ name: String, _ detail: String) -> Problem {
        Problem("invalid-field", 422, "A field of the request cannot be taken.", detail: detail, pointer: "/\(pointerToken(name))")
    }

    static func unknownField(_ name: String) -> Problem {
        Problem(
            "unknown-field", 422, "The request has a field that is not known.", detail: "There is no field '\(name.prefix(64))'.",
            pointer: "/\(pointerToken(name))")
    }

    static let callbackURLMissing = Problem(
        "callback-url-missing", 422, "A callback URL is needed.",
        detail: "Give callback_url, or set callback-url for the application.", pointer: "/callback_url")

    static func callbackURLRefused(_ refusal: AddressRefusal) -> Problem {
        Problem(
            "callback-url-refused", 422, "The callback URL may not be called.", detail: refusal.remedy, pointer: "/callback_url")
    }

    static let idempotencyConflict = Problem(
        "idempotency-conflict", 422, "This Idempotency-Key came before with another request.",
        detail: "Use a new key for a new request.")

    /// The same whoever holds the slot.
    static let slotTaken = Problem(
        "slot-taken", 409, "A verification of this number is open or ended just now.", detail: "Try again in 60 seconds.")

    static let atCapacity = Problem(
        "capacity", 503, "All lines carry as many verifications as they may.", detail: "Try again in a moment.")

    static let noLine = Problem(
        "no-line", 503, "No line can take calls now.", detail: "The operator sees the reason with 'ringcheck status'.")

    static func refusing(_ reason: String) -> Problem {
        Problem("store-unavailable", 503, "No verification can be taken now.", detail: reason)
    }

    static let storeUnavailable = Problem(
        "store-unavailable", 503, "The gateway cannot reach its records now.", detail: "Try again in a moment.")

    static func orderRefused(_ refusal: ModemOrderRefusal) -> Problem {
        Problem("modem-order-refused", 409, "It did not work.", detail: refusal.remedy)
    }

    static func simulationRefused(_ refusal: SimulationRefusal) -> Problem {
        Problem("simulation-refused", 409, "No virtual modem rings.", detail: refusal.remedy)
    }

    static let `internal` = Problem("internal", 500, "The gateway failed.", detail: "The log tells more.")
}

/// A member's name as a reference token (RFC 6901, 3).
private func pointerToken(_ name: String) -> String {
    String(name.prefix(64)).replacing("~", with: "~0").replacing("/", with: "~1")
}
