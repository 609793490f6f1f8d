import Outbox
import Verification

// Every problem that the API names. The word is the end of `type`; programs rely on it.
extension Problem {
    init(
        _ word: String, _ status: Int, _ title: String, detail: String? = nil, pointer: String? = nil, retryAfter: Int? = nil
    ) {
        self.init(
            type: "urn:ringcheck:problem:\(word)", title: title, status: status, detail: detail, pointer: pointer,
            retryAfter: retryAfter)
    }

    static let unauthorized = Problem(
        "unauthorized", 401, "A valid API key is needed.",
        detail: "Send 'Authorization: Bearer rk_…' with a key that is not revoked.")

    static let tokenRefused = Problem(
        "unauthorized", 401, "The token cannot be used.",
        detail: "It has expired, or is of another verification: have your server make a new one.")

    static func missingScope(_ scope: String) -> Problem {
        Problem("missing-scope", 403, "The API key may not do this.", detail: "The key needs the scope \(scope).")
    }

    static func notFound(_ what: String) -> Problem { Problem("not-found", 404, "There is no such thing.", detail: what) }

    static func methodNotAllowed(_ allowed: String) -> Problem {
        Problem("method-not-allowed", 405, "This path does not take this method.", detail: "It takes \(allowed).")
    }

    static let bodyTooSlow = Problem(
        "request-timeout", 408, "The request did not arrive in time.", detail: "Its body has to arrive within 10 seconds.")

    static func rateLimited(_ wait: Int) -> Problem {
        Problem("rate-limited", 429, "Too many requests.", detail: Problem.advice(wait), retryAfter: wait)
    }

    static func tooManyAttempts(_ wait: Int) -> Problem {
        Problem(
            "too-many-attempts", 429, "This number was asked about too often without being verified.",
            detail: Problem.advice(wait), pointer: "/phone_number", retryAfter: wait)
    }

    private static func advice(_ wait: Int) -> String { "Try again in \(wait) second\(wait == 1 ? "" : "s")." }

    static let tooManyWatchers = Problem(
        "too-many-watchers", 503, "Too many streams are open.", detail: "Try again in a moment, or ask from time to time.")

    static let denied = Problem(
        "denied", 403, "The application's own veto denies this.", detail: "Its veto URL answered with deny, or not in time.")

    static func numberNotAllowed(_ detail: String) -> Problem {
        Problem("number-not-allowed", 422, "This number may not be verified here.", detail: detail, pointer: "/phone_number")
    }

    static func hostNotAllowed(_ host: String, pointer: String) -> Problem {
        Problem(
            "callback-url-refused", 422, "The callback URL may not be called.",
            detail: "The application's policy does not name \(host.prefix(255)) under callback-hosts.", pointer: pointer)
    }

    static let idempotencyInProgress = Problem(
        "idempotency-in-progress", 409, "A request with this Idempotency-Key is under way.", detail: "Try again in a moment.")

    static let idempotencyKeyRequired = Problem(
        "idempotency-key-required", 400, "An Idempotency-Key is needed.", detail: "Send a new one with each new request.")

    static let notFlagged = Problem(
        "not-flagged", 409, "There is nothing to step up.",
        detail: "Only a pending verification with a suspicious call can be stepped up.")

    static let endpointConfigured = Problem(
        "endpoint-configured", 409, "The configuration has this endpoint.", detail: "Change it there and restart ringcheck.")

    static let tooManyEndpoints = Problem(
        "too-many-endpoints", 409, "An application may have 50 endpoints.", detail: "Remove one first.")

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

    static func callbackURLRefused(_ refusal: AddressRefusal, pointer: String = "/callback_url") -> Problem {
        Problem("callback-url-refused", 422, "The callback URL may not be called.", detail: refusal.remedy, pointer: pointer)
    }

    static let idempotencyConflict = Problem(
        "idempotency-conflict", 422, "This Idempotency-Key came before with another request.",
        detail: "Use a new key for a new request.")

    /// The same whoever holds the slot.
    static let slotTaken = Problem(
        "slot-taken", 409, "A verification of this number is open or ended just now.", detail: "Try again in 60 seconds.",
        retryAfter: 60)

    static let atCapacity = Problem(
        "capacity", 503, "All lines carry as many verifications as they may.",
        detail:
            "Try again after Retry-After: an ended one counts for a minute more. The operator sets verification.pending-per-line.")

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
