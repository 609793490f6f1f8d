/// Carries one signed request to a customer's URL.
public protocol CallbackSender: Sendable {
    /// Sends it once: no redirects, no retries of its own, and nothing to an address that its guard refuses.
    func send(_ request: CallbackRequest) async -> CallbackOutcome
}

/// One POST, ready to go.
public struct CallbackRequest: Hashable, Sendable {
    /// An absolute http(s) URL; nobody has judged it yet.
    public let url: String
    /// Names in lower case.
    public let headers: [(name: String, value: String)]
    /// Sent as it is.
    public let body: [UInt8]
    /// For the whole try, from the resolving of the name to the answer.
    public let timeLimit: Duration
    /// Where it may go.
    public let guardian: AddressGuard

    public init(
        url: String, headers: [(name: String, value: String)], body: [UInt8], timeLimit: Duration, guardian: AddressGuard
    ) {
        self.url = url
        self.headers = headers
        self.body = body
        self.timeLimit = timeLimit
        self.guardian = guardian
    }

    public static func == (left: CallbackRequest, right: CallbackRequest) -> Bool {
        left.url == right.url && left.body == right.body && left.timeLimit == right.timeLimit && left.guardian == right.guardian
            && left.headers.map(\.name) == right.headers.map(\.name) && left.headers.map(\.value) == right.headers.map(\.value)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(url)
        hasher.combine(body)
    }
}
