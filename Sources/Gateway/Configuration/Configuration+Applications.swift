import Outbox
import Telephony
import Verification

/// Reads `applications` and `retention`.
extension Configuration {
    static func applications(_ sections: [ConfigurationSection], _ lifetimes: Lifetimes) -> [ApplicationSettings] {
        let applications = sections.map { ($0, application($0, lifetimes)) }
        ConfigurationSection.noteRepeated(
            in: applications, { [$0.name] }, { "another application is called \($0): give each its own name." })
        ConfigurationSection.noteRepeated(
            in: applications, { Array($0.policy.dedicatedLines) }, { "\($0) is another application's own: it can be only one's." })
        ConfigurationSection.noteRepeated(
            in: applications, { [$0.otpAPI?.userID].compactMap { $0 } },
            { "another application has the otp-api user-id \($0): give each its own." })
        return applications.compactMap(\.1)
    }

    private static func application(_ section: ConfigurationSection, _ lifetimes: Lifetimes) -> ApplicationSettings? {
        section.allow([
            "name", "callback-url", "callback-secret-file", "events", "lines", "policy", "veto", "otp-api",
        ])
        let name = section.value("name", "1 to 64 of A-Z a-z 0-9 . _ -") { ApplicationName(rawValue: $0) }
        guard let name, let secret = section.filePath("callback-secret-file") else {
            if !section.has("name") || !section.has("callback-secret-file") {
                section.note(nil, "an application needs a name and a callback-secret-file with one whsec_… line.")
            }
            return nil
        }
        var application = ApplicationSettings(name: name, callbackURL: section.text("callback-url"), callbackSecretFile: secret)
        let events = section.values("events", "an event such as verification.verified, call.received or modem.*") {
            EventType.matching($0)
        }
        if !events.isEmpty { application.events = events.reduce(EventType.ends) { $0.union($1) } }
        application.policy = policy(section.section("policy"), lifetimes)
        application.policy.dedicatedLines = Set(
            section.values("lines", "a number with + and country code, in quotes") { MSISDN($0) })
        application.privateNetworks = section.section("policy").values("private-networks", "a network such as 10.0.0.0/8") {
            CIDR($0)
        }
        application.veto = veto(section.section("veto"))
        application.otpAPI = otpAPI(section.section("otp-api"))
        noteClaims(application, section)
        return application
    }

    private static func policy(_ section: ConfigurationSection, _ lifetimes: Lifetimes) -> ApplicationPolicy {
        section.allow([
            "lifetime", "maximum-lifetime", "countries", "number-types", "callback-hosts", "private-networks", "attempts",
            "require-idempotency-key", "accept", "claim",
        ])
        var policy = ApplicationPolicy(
            lifetime: section.duration("lifetime") ?? lifetimes.lifetime,
            maximumLifetime: section.duration("maximum-lifetime") ?? lifetimes.maximum)
        if policy.lifetime > policy.maximumLifetime {
            section.note(nil, "lifetime is longer than maximum-lifetime: raise the maximum.")
        }
        policy.countries = Set(
            section.values("countries", "a country code such as IN", regionCode))
        let kinds = NumberKind.allCases.map(\.rawValue).joined(separator: ", ")
        policy.numberKinds = Set(section.values("number-types", "one of \(kinds)") { NumberKind(rawValue: $0) })
        policy.callbackHosts = section.texts("callback-hosts").map { $0.lowercased() }
        policy.attempts = attempts(section.section("attempts"))
        policy.requiresIdempotencyKey = section.flag("require-idempotency-key") ?? false
        if section.has("accept") {
            let flags = CallFlag.allCases.map(\.rawValue).joined(separator: ", ")
            policy.acceptedFlags = Set(section.values("accept", "one of \(flags)") { CallFlag(rawValue: $0) })
        }
        policy.claimWindow = claim(section.section("claim"))
        return policy
    }

    private static func attempts(_ section: ConfigurationSection) -> AttemptPolicy {
        section.allow(["per-number", "per-prefix", "prefix-digits", "per"])
        var attempts = AttemptPolicy()
        attempts.perNumber = section.integer("per-number", 0...250) ?? attempts.perNumber
        attempts.perPrefix = section.integer("per-prefix", 0...1_000_000) ?? attempts.perPrefix
        attempts.prefixDigits = section.integer("prefix-digits", 1...15) ?? attempts.prefixDigits
        attempts.window = section.duration("per") ?? attempts.window
        return attempts
    }

    private static func claim(_ section: ConfigurationSection) -> Duration? {
        section.allow(["within"])
        guard let window = section.duration("within") else { return nil }
        if window > .seconds(60) { section.note(nil, "within takes 60s at most: an older call says nothing of who asks now.") }
        return window
    }

    /// Any earlier call from the number would do, so the line has to be the application's own and the end has to be heard.
    private static func noteClaims(_ application: ApplicationSettings, _ section: ConfigurationSection) {
        guard application.policy.claimWindow != nil else { return }
        if application.policy.dedicatedLines.isEmpty {
            section.note(nil, "claim needs lines of the application's own: name them under lines.")
        }
        if application.callbackURL == nil { section.note(nil, "claim needs a callback-url, which hears what was claimed.") }
    }

    private static func veto(_ section: ConfigurationSection) -> VetoSettings? {
        section.allow(["url", "time-limit", "on-failure"])
        guard let url = section.text("url") else {
            if section.node != nil { section.note(nil, "a veto needs its url.") }
            return nil
        }
        var veto = VetoSettings(url: url)
        veto.timeLimit = section.duration("time-limit") ?? veto.timeLimit
        veto.allowsOnFailure = section.value("on-failure", "allow or deny") { ["allow": true, "deny": false][$0] } ?? false
        return veto
    }

    private static func otpAPI(_ section: ConfigurationSection) -> OTPAPISettings? {
        section.allow(["user-id", "password-file", "api-key-file"])
        guard section.node != nil else { return nil }
        let (password, key) = (section.filePath("password-file"), section.filePath("api-key-file"))
        guard let user = section.text("user-id"), password != nil || key != nil else {
            if !section.has("user-id") || !section.has("password-file") && !section.has("api-key-file") {
                section.note(nil, "otp-api needs a user-id, and a password-file, an api-key-file or both.")
            }
            return nil
        }
        return OTPAPISettings(userID: user, passwordFile: password, apiKeyFile: key)
    }

    static func retention(_ section: ConfigurationSection) -> RetentionPolicy {
        section.allow(["unmatched-calls", "calls", "verifications", "callbacks", "audit"])
        var retention = RetentionPolicy()
        retention.unmatchedCalls = kept("unmatched-calls", section) ?? retention.unmatchedCalls
        retention.calls = kept("calls", section) ?? retention.calls
        retention.verifications = kept("verifications", section) ?? retention.verifications
        retention.callbacks = kept("callbacks", section) ?? retention.callbacks
        retention.audit = kept("audit", section) ?? retention.audit
        return retention
    }

    /// With its unit: whoever writes `90` means days, and 90 s would erase everything.
    private static func kept(_ key: String, _ section: ConfigurationSection) -> Duration? {
        section.value(key, "a duration with its unit, such as 90d or 12h") {
            $0.last?.isNumber == true ? nil : DurationText.parse($0)
        }
    }
}
