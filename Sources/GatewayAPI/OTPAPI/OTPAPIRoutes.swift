import HTTPTypes
import Hummingbird
import Logging
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
    private let failures = RateLimiter<Attempt>(RateLimit(requests: 20, window: .seconds(60)))

    /// Whose credentials were tried from where. What the client calls itself counts only where somebody is called so: else each try could
    /// have a name of its own.
    private struct Attempt: Hashable {
        enum Credentials: Hashable {
            case key
            case password(of: String)
            case unknown
        }

        let credentials: Credentials
        let address: String?
    }

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
        var form = OTPAPIForm(query: request.uri.query ?? "")
        do {
            if request.method == .post { form.read(try await RequestReader(request: request).bytes()) }
            let application = try opened(by: form, request, context)
            return try await answer(form, application).response(form.format)
        } catch let problem as Problem {
            return OTPAPIAnswer(refusing: problem).response(form.format)
        } catch let error as StoreError {
            context.logger.error("the store failed", metadata: ["remedy": .string(error.remedy)])
            return OTPAPIAnswer(refusing: .storeUnavailable).response(form.format)
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
        let key = HTTPField.Name("apikey").flatMap { request.headers[$0] }.flatMap { $0.isEmpty ? nil : $0 }
        let attempt = Attempt(credentials: credentials(key, form), address: proxies.client(of: request, context))
        guard !failures.isExhausted(attempt) else { throw .rateLimited(60) }
        let account = backend.otpAccounts.first { account in
            if let key { return account.isOpened(apiKey: key) }
            return account.isOpened(userID: form["userId"] ?? "", password: form["password"] ?? "")
        }
        guard let application = account.flatMap({ backend.application(named: $0.application) }) else {
            _ = failures.take(attempt)
            throw Problem("unauthorized", 401, "userId and password, or apikey, are wrong.")
        }
        return application
    }

    private func credentials(_ key: String?, _ form: OTPAPIForm) -> Attempt.Credentials {
        guard key == nil else { return .key }
        return backend.otpAccounts.first { $0.userID == form["userId"] }.map { .password(of: $0.userID) } ?? .unknown
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
        case .tooManyAttempts(let wait): throw Problem.tooManyAttempts(wait.wholeSeconds)
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
            return try backend.number(from: text.contains("+") ? text : "+\(text)")
        } catch {
            throw .invalidField("mobile", error.remedy)
        }
    }

    private func line(_ form: OTPAPIForm) async throws -> MSISDN? {
        guard let text = form["missCallTo"] else { return nil }
        // A plus that was not escaped came as a space.
        guard let number = E164(text.hasPrefix("+") ? text : "+\(text.trimmingPrefix(" "))"), await backend.isOwnLine(number) else {
            throw Problem.invalidField("missCallTo", "missCallTo is no number of this gateway.")
        }
        return number
    }
}
