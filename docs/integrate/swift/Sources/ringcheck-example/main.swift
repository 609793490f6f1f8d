// Ringcheck from Swift: Foundation and swift-crypto.
import Crypto
import Foundation

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

struct Verification: Decodable {
    let id: String
    let status: String
    let numberToCall: String

    enum CodingKeys: String, CodingKey {
        case id, status
        case numberToCall = "number_to_call"
    }
}

struct Refused: Error { let text: String }

let environment = ProcessInfo.processInfo.environment

func request(_ method: String, _ path: String, body: [String: String]? = nil, headers: [String: String] = [:]) throws -> URLRequest {
    guard let url = URL(string: (environment["RINGCHECK_URL"] ?? "") + path) else { throw Refused(text: "RINGCHECK_URL is no URL") }
    var request = URLRequest(url: url)
    request.httpMethod = method
    request.setValue("Bearer \(environment["RINGCHECK_KEY"] ?? "")", forHTTPHeaderField: "Authorization")
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    if let body {
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try JSONEncoder().encode(body)
    }
    return request
}

func verification(_ request: URLRequest) async throws -> Verification {
    let (data, answer) = try await URLSession.shared.data(for: request)
    guard let status = (answer as? HTTPURLResponse)?.statusCode, (200...299).contains(status) else {
        throw Refused(text: "refused: \(String(decoding: data, as: UTF8.self))")
    }
    return try JSONDecoder().decode(Verification.self, from: data)
}

/// At once, also into a pipe.
func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

func createAndWait(_ number: String) async throws -> Bool {
    let made = try await verification(
        request(
            "POST", "/v1/verifications",
            body: ["phone_number": number, "reference": "swift-\(ProcessInfo.processInfo.processIdentifier)"],
            headers: ["Idempotency-Key": UUID().uuidString]))
    say("Call \(made.numberToCall) from \(number), and let it ring until it stops.")
    // The stream ends when the verification does; until then there is nothing to do. One that breaks before, such as while the
    // gateway is started again, is opened anew.
    var stream = try request("GET", "/v1/verifications/\(made.id)/events")
    stream.timeoutInterval = 700
    let until = Date.now.addingTimeInterval(700)
    var status = made.status
    while status == "pending", Date.now < until {
        _ = try? await URLSession.shared.data(for: stream)
        if let seen = try? await verification(request("GET", "/v1/verifications/\(made.id)")) { status = seen.status }
        if status == "pending" { try await Task.sleep(for: .seconds(1)) }
    }
    say(status)
    return status == "verified"
}

/// Whether a callback is Ringcheck's (Standard Webhooks 1.0). `body`: the bytes as they came.
func isGenuine(_ headers: [String: String], _ body: Data, secret: String, now: Double = Date.now.timeIntervalSince1970) -> Bool {
    guard let id = headers["webhook-id"], let timestamp = headers["webhook-timestamp"], let sent = Double(timestamp),
        abs(now - sent) <= 300, let key = Data(base64Encoded: String(secret.dropFirst("whsec_".count)))
    else { return false }
    let signed = Data("\(id).\(timestamp).".utf8) + body
    // Two signatures come while the secret is rotated.
    return (headers["webhook-signature"] ?? "").split(separator: " ").contains { signature in
        guard signature.hasPrefix("v1,"), let code = Data(base64Encoded: String(signature.dropFirst(3))) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: signed, using: SymmetricKey(data: key))
    }
}

func verifyInput(secret: String) -> Bool {
    let input = FileHandle.standardInput.readDataToEndOfFile()
    let gaps = ["\r\n\r\n", "\n\n"].compactMap { input.range(of: Data($0.utf8)) }
    guard let end = gaps.min(by: { $0.lowerBound < $1.lowerBound }) else { return false }
    let lines = String(decoding: input[..<end.lowerBound], as: UTF8.self).split(whereSeparator: \.isNewline)
    let pairs = lines.compactMap { line -> (String, String)? in
        guard let colon = line.range(of: ": ") else { return nil }
        return (line[..<colon.lowerBound].lowercased(), String(line[colon.upperBound...]))
    }
    let now = environment["RINGCHECK_NOW"].flatMap(Double.init) ?? Date.now.timeIntervalSince1970
    return isGenuine(
        Dictionary(pairs, uniquingKeysWith: { $1 }), Data(input[end.upperBound...]), secret: secret, now: now)
}

let arguments = CommandLine.arguments
do {
    switch (arguments.dropFirst().first, arguments.dropFirst(2).first) {
    case ("create-and-wait", let number?): exit(try await createAndWait(number) ? 0 : 1)
    case ("verify-signature", let secret?): exit(verifyInput(secret: secret) ? 0 : 1)
    default: throw Refused(text: "usage: ringcheck-example create-and-wait NUMBER | verify-signature SECRET")
    }
} catch {
    FileHandle.standardError.write(Data("\((error as? Refused)?.text ?? "\(error)")\n".utf8))
    exit(1)
}
