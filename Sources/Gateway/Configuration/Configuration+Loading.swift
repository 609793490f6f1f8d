import GatewayAPI
import ModemSimulator
import Outbox
import PhoneNumbers
import Telephony
import Verification

extension Configuration {
    /// The variable that names the file where no flag does.
    static let fileVariable = "RINGCHECK_CONFIG"

    /// Reads a file (`nil`: the one that `RINGCHECK_CONFIG` names, or else the defaults), then what the environment and the flags say
    /// in its place. Throws everything that is wrong with the file at once, each with line and column.
    public static func load(
        file: String?, environment: [String: String], overrides: ConfigurationOverrides
    ) throws(ConfigurationErrors) -> Configuration {
        var file = file
        if file == nil { file = try fileNamed(in: environment) }
        let name = file ?? "ringcheck"
        var content = ""
        if let file { content = try ConfigurationText.read(file) }
        var configuration = try parse(content, file: name, environment: environment)
        try configuration.apply(overrides)
        return configuration
    }

    private static func fileNamed(in environment: [String: String]) throws(ConfigurationErrors) -> String? {
        guard let file = environment[fileVariable] else { return nil }
        guard !file.isEmpty else { throw .one(fileVariable, "this is blank: name a configuration file, or unset it.") }
        return file
    }

    private mutating func apply(_ overrides: ConfigurationOverrides) throws(ConfigurationErrors) {
        for (flag, path) in [("--data-directory", overrides.dataDirectory), ("--admin-socket", overrides.adminSocket)] {
            guard let path, ConfigurationSection.isOfAShell(path) else { continue }
            throw .one(flag, "this takes \(ConfigurationSection.wholePath), not '\(path)'.")
        }
        dataDirectory = overrides.dataDirectory ?? dataDirectory
        adminSocket = overrides.adminSocket ?? adminSocket
        if let count = overrides.simulate {
            guard (0...VirtualModemBank.most).contains(count) else {
                throw .one("--simulate", "0 to \(VirtualModemBank.most) virtual modems can run, not \(count).")
            }
            modems.simulate = count
            guard count == 0 || modems.ports.isEmpty else { throw .one("--simulate", Configuration.apart) }
            if count > 0 { modems.discover = false }
        }
        guard let listen = overrides.listen else { return }
        guard let (host, port) = Configuration.hostAndPort(listen) else {
            throw .one("--listen", "this takes host:port, such as 127.0.0.1:8080, not '\(listen)'.")
        }
        (http.host, http.port) = (host, port)
        guard http.isSafe else { throw .one("--listen", Configuration.needsTLS(host)) }
    }

    static let apart = "virtual modems never share a process with real ones: leave modems.ports and modems.discover out."

    static func needsTLS(_ host: String) -> String {
        "listening on \(host) needs http.tls, or http.insecure: true behind a proxy that has it."
    }

    /// Reads the text of a configuration; `file` names it in errors.
    public static func parse(
        _ text: String, file: String, environment: [String: String] = [:]
    ) throws(ConfigurationErrors) -> Configuration {
        let notes = ConfigurationNotes(environment: environment)
        let configuration = read(ConfigurationSection(node: try ConfigurationText.node(text, file: file), file: file, notes: notes))
        notes.noteUnknownVariables()
        guard notes.problems.isEmpty else { throw ConfigurationErrors(problems: notes.problems) }
        return configuration
    }

    private static func read(_ root: ConfigurationSection) -> Configuration {
        root.allow([
            "data-directory", "http", "admin-socket", "log-level", "region", "modems", "drop", "drop-deadline", "verification",
            "callbacks", "retention", "applications",
        ])
        var configuration = Configuration()
        configuration.dataDirectory = root.filePath("data-directory") ?? configuration.dataDirectory
        configuration.adminSocket = root.filePath("admin-socket") ?? configuration.adminSocket
        configuration.logLevel =
            root.value("log-level", "trace, debug, info, notice, warning, error or critical") { LogLevel(rawValue: $0) } ?? .info
        configuration.region = root.value("region", "a country code such as IN", regionCode)
        configuration.http = http(root.section("http"))
        configuration.modems = modems(root.section("modems"))
        configuration.dropsAfterCommit =
            root.value("drop", "after-commit or at-once") { ["after-commit": true, "at-once": false][$0] } ?? true
        configuration.dropDeadline = root.duration("drop-deadline") ?? configuration.dropDeadline
        configuration.verification = lifetimes(root.section("verification"))
        configuration.callbacks = callbacks(root.section("callbacks"))
        configuration.retention = retention(root.section("retention"))
        let lifetimes = configuration.verification
        configuration.applications = applications(root.sections("applications"), lifetimes)
        return configuration
    }

    static func regionCode(_ text: String) -> String? {
        let code = text.uppercased()
        return NumberingPlan.isRegion(code) ? code : nil
    }

    private static func http(_ section: ConfigurationSection) -> HTTP {
        section.allow(["listen", "tls", "insecure", "rate-limit", "trusted-proxies"])
        let tls = section.section("tls")
        tls.allow(["certificate", "key"])
        var http = HTTP()
        if let (host, port) = section.value("listen", "host:port, such as 127.0.0.1:8080", hostAndPort) {
            http.host = host
            http.port = port
        }
        http.certificate = tls.filePath("certificate")
        http.key = tls.filePath("key")
        if (http.certificate == nil) != (http.key == nil) {
            tls.note(nil, "tls needs certificate and key: name both files, or leave it out.")
        }
        http.isInsecureAllowed = section.flag("insecure") ?? false
        let limit = section.section("rate-limit")
        limit.allow(["requests", "per"])
        http.rateLimit.requests = limit.integer("requests", 0...100_000_000) ?? http.rateLimit.requests
        http.rateLimit.window = limit.duration("per") ?? http.rateLimit.window
        http.trustedProxies = section.values("trusted-proxies", "a network such as 10.0.0.0/8") { CIDR($0) }
        if !http.isSafe { section.note(nil, needsTLS(http.host)) }
        return http
    }

    private static func lifetimes(_ section: ConfigurationSection) -> Lifetimes {
        section.allow(["lifetime", "maximum-lifetime", "pending-per-line"])
        var lifetimes = Lifetimes()
        lifetimes.lifetime = section.duration("lifetime") ?? lifetimes.lifetime
        lifetimes.maximum = section.duration("maximum-lifetime") ?? lifetimes.maximum
        lifetimes.pendingPerLine = section.integer("pending-per-line", 0...100_000) ?? lifetimes.pendingPerLine
        if lifetimes.lifetime > lifetimes.maximum {
            section.note(nil, "lifetime is longer than maximum-lifetime: raise the maximum.")
        }
        return lifetimes
    }

    private static func callbacks(_ section: ConfigurationSection) -> Callbacks {
        section.allow(["allow-private-networks", "retry-schedule", "time-limit", "trust-roots"])
        var callbacks = Callbacks()
        callbacks.allowPrivateNetworks = section.values("allow-private-networks", "a network such as 192.168.1.0/24") { CIDR($0) }
        let waits = section.values("retry-schedule", "durations such as 5s, 5m, 2h", DurationText.parse)
        if !waits.isEmpty { callbacks.retryWaits = [.zero] + waits }
        callbacks.timeLimit = section.duration("time-limit") ?? callbacks.timeLimit
        callbacks.trustRoots = section.filePaths("trust-roots")
        return callbacks
    }

    /// `127.0.0.1:8080`, `[::1]:8080`.
    static func hostAndPort(_ text: String) -> (String, Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), (0...65535).contains(port)
        else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() } else if host.contains(":") { return nil }
        return host.isEmpty ? nil : (String(host), port)
    }
}

extension ConfigurationErrors {
    static func one(_ place: String, _ sentence: String) -> ConfigurationErrors {
        ConfigurationErrors(problems: [ConfigurationProblem(place: place, sentence: sentence)])
    }
}
