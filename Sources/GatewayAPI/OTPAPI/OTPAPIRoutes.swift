import FoundationEssentials
import HTTPTypes
import Hummingbird
import Telephony
import Verification

/// The form interface of hosted missed-call services, `/OTPApi/send`: an existing client needs a new base address only.
struct OTPAPIRoutes<Context: RequestContext>: Sendable {
    /// What tells its verifications from those of the API; a repeated request finds the pending one by it.
    private static var reference: String { "otp-api" }
    private static var validity: Duration { .seconds(300) }

    let backend: any GatewayBackend
    let desk: VerificationDesk
    let proxies: TrustedProxies
    /// Wrong passwords, by user and address.
    private let failures = RateLimiter<String>(RateLimit(requests: 20, window: .seconds(60)))

    init(backend: any GatewayBackend, desk: VerificationDesk, proxies: TrustedProxies) {
        self.backend = backend
        self.desk = desk
        self.proxies = proxies
    }

    func register(on router: Router<Context>) {
        guard !backend.otpAccounts.isEmpty else { return }
        Resource<Context>("/OTPApi/send", isSafe: false, [.get: send, .post: send]).register(on: router)
    }

    @Sendable private func send(_ request: Request, _ context: Context) async throws -> Response {
        let form = try await OTPAPIForm(request)
        do {
            let application = try opened(by: form, request, context)
            return try await answer(form, application).response(form.format)
        } catch let problem as Problem {
            return OTPAPIAnswer(refusing: problem.detail ?? problem.title).response(form.format)
        }
    }

    private func answer(_ form: OTPAPIForm, _ application: Customer) async throws -> OTPAPIAnswer {
        switch form["sendMethod"]?.lowercased() {
        case "generate": try await generate(form, application)
        case "verify": try await verify(form, application)
        default: throw Problem.invalidField("sendMethod", "sendMethod has to be generate or verify.")
        }
    }

    private func opened(by form: OTPAPIForm, _ request: Request, _ context: Context) throws(Problem) -> Customer {
        let place = "\(form["userId"] ?? "") \(proxies.client(of: request, context) ?? "")"
        guard !failures.isExhausted(place) else { throw .rateLimited(60) }
        let name = HTTPField.Name("apikey")
        let account = backend.otpAccounts.first { account in
            if let key = name.flatMap({ request.headers[$0] }) { return account.isOpened(apiKey: key) }
            return account.isOpened(userID: form["userId"] ?? "", password: form["password"] ?? "")
        }
        guard let application = account.flatMap({ backend.application(named: $0.application) }) else {
            _ = failures.take(place)
            throw Problem("unauthorized", 401, "userId and password, or apikey, are wrong.")
        }
        return application
    }

    private func generate(_ form: OTPAPIForm, _ application: Customer) async throws -> OTPAPIAnswer {
        guard form["medium"]?.lowercased() == "misscall" else {
            throw Problem.invalidField("medium", "medium has to be misscall: this gateway sends no messages.")
        }
        let number = try mobile(form)
        guard let callback = form["callback"] else { throw Problem.invalidField("callback", "callback is needed.") }
        try await desk.judge(callbackURL: callback, of: application)
        let longest = max(application.policy.maximumLifetime.components.seconds, 1)
        let lifetime = try form.seconds("codeExpiry", in: 1...longest).map { Duration.seconds($0) }
        let retry = try form.seconds("retryExpiry", in: 180...86_400) ?? 180
        if form["renew"].map({ ["true", "1", "yes"].contains($0.lowercased()) }) ?? false { try await end(number, application) }
        let request = VerificationRequest(
            application: application.name, phoneNumber: number, region: backend.region(of: number), callbackURL: callback,
            lifetime: lifetime ?? application.policy.lifetime, reference: Self.reference,
            face: .otpAPI(retryAfter: backend.now().unixMilliseconds / 1000 + retry))
        switch try await desk.place(request, to: try await line(form)) {
        case .created(let made): return OTPAPIAnswer(made, status: "pending", method: "generate", isNew: true)
        case .existing(let found): return OTPAPIAnswer(found, status: "pending", method: "generate", isNew: false)
        case .atCapacity: throw Problem.atCapacity
        case .noLine: throw Problem.noLine
        case .tooManyAttempts(let wait): throw Problem.tooManyAttempts(Int(wait.components.seconds))
        case .slotTaken, .replayed, .idempotencyConflict: throw Problem.slotTaken
        }
    }

    /// The newest of the number counts, for a while after its end.
    private func verify(_ form: OTPAPIForm, _ application: Customer) async throws -> OTPAPIAnswer {
        guard let found = try await newest(try mobile(form), application) else {
            throw Problem.notFound("Nothing was generated for this mobile.")
        }
        let isFresh = found.endedAt.map { backend.now().elapsed(since: $0) <= Self.validity } ?? false
        let status = found.status == .pending ? "pending" : found.status == .verified && isFresh ? "success" : "fail"
        return OTPAPIAnswer(found, status: status, method: "verify", isNew: false)
    }

    private func end(_ number: E164, _ application: Customer) async throws {
        guard let open = try await newest(number, application), open.status == .pending else { return }
        _ = try await desk.cancel(open.id, of: application.name)
    }

    private func newest(_ number: E164, _ application: Customer) async throws -> Verification? {
        let filter = VerificationFilter(application: application.name, phoneNumber: number, reference: Self.reference)
        return try await backend.store.verifications(filter, page: PageRequest(limit: 1)).items.first
    }

    private func mobile(_ form: OTPAPIForm) throws(Problem) -> E164 {
        guard let text = form["mobile"] else { throw .invalidField("mobile", "mobile is needed.") }
        do {
            return try backend.number(from: text.hasPrefix("+") ? text : "+\(text)")
        } catch {
            throw .invalidField("mobile", error.remedy)
        }
    }

    private func line(_ form: OTPAPIForm) async throws -> MSISDN? {
        guard let text = form["missCallTo"] else { return nil }
        guard let number = E164(text.hasPrefix("+") ? text : "+\(text)"), await backend.isOwnLine(number) else {
            throw Problem.invalidField("missCallTo", "missCallTo is no number of this gateway.")
        }
        return number
    }
}

/// The fields of a request: of the query, and of a form in the body, which goes before it.
struct OTPAPIForm {
    private var fields: [String: String] = [:]

    init(_ request: Request) async throws {
        fields = OTPAPIForm.decoded(request.uri.query ?? "")
        guard request.method == .post else { return }
        let text = String(decoding: try await RequestReader(request: request).bytes(), as: UTF8.self)
        fields.merge(OTPAPIForm.decoded(text)) { $1 }
    }

    /// Both are `application/x-www-form-urlencoded`: a plus is a space.
    private static func decoded(_ text: String) -> [String: String] {
        (try? URLEncodedFormDecoder().decode([String: String].self, from: text)) ?? [:]
    }

    /// A field that is not empty.
    subscript(name: String) -> String? { fields[name].flatMap { $0.isEmpty ? nil : $0 } }

    /// Plain where it is left out or not known.
    var format: OTPAPIAnswer.Format { self["format"].flatMap { OTPAPIAnswer.Format(rawValue: $0.lowercased()) } ?? .plain }

    func seconds(_ name: String, in range: ClosedRange<Int64>) throws(Problem) -> Int64? {
        guard let text = self[name] else { return nil }
        guard let seconds = Int64(text), range.contains(seconds) else {
            throw .invalidField(name, "\(name) has to be \(range.lowerBound) to \(range.upperBound) seconds.")
        }
        return seconds
    }
}
