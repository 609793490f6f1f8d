import AdminClient
import ArgumentParser
import Foundation
import GatewayAPI
import Verification

/// Watches one verification until it ends. A gateway that restarts is waited for, and no longer than its answer can be worth.
struct Vigil {
    /// A verification as the gateway showed it.
    struct Sight {
        let data: Data
        let verification: VerificationRepresentation
    }

    /// The exit code where nobody could tell, as `status` has it.
    static let unknown = Status.code(.unknown)
    private static let pause = Duration.milliseconds(500)

    let verification: VerificationRepresentation
    private let client: AdminClient

    /// `verification`: as it was created.
    init(over verification: VerificationRepresentation, client: AdminClient) {
        self.verification = verification
        self.client = client
    }

    private var path: String { "/admin/verifications/\(AdminClient.escaped(verification.id))" }

    /// How it ended.
    func end(_ page: inout VerifyPage) async throws -> Sight {
        while true {
            let sight = try await patiently(&page) { client throws(AdminError) in try await client.get(path) }
            if sight.verification.status != .pending { return sight }
            page.tick(sight.verification)
            try await ContinuousClock().sleep(for: Vigil.pause)
        }
    }

    /// Ends it, and tells how it ended: perhaps it had before.
    func cancel(_ page: inout VerifyPage) async throws -> Sight {
        try await patiently(&page) { client throws(AdminError) in try await client.post("\(path)/cancel") }
    }

    private func patiently(
        _ page: inout VerifyPage, _ ask: (AdminClient) async throws(AdminError) -> Data
    ) async throws -> Sight {
        while true {
            if let data = try await answer(&page, ask) {
                return Sight(data: data, verification: try AdminOptions.decoded(data, failing: Vigil.unknown))
            }
            try await ContinuousClock().sleep(for: Vigil.pause)
        }
    }

    /// `nil`: it may only be starting again.
    private func answer(
        _ page: inout VerifyPage, _ ask: (AdminClient) async throws(AdminError) -> Data
    ) async throws -> Data? {
        do {
            return try await ask(client)
        } catch {
            try Task.checkCancellation()
            guard error.mayPass, !isLongOver else {
                page.leave()
                throw Complaint.fatal("\(error)", code: Vigil.unknown)
            }
            page.lost(error)
            return nil
        }
    }

    private var isLongOver: Bool {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        guard let end = try? Date(verification.expiresAt, strategy: style) else { return true }
        return Date.now > end.addingTimeInterval(30)
    }
}
