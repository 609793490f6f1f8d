import AdminClient
import Foundation
import GatewayAPI

extension AdminClient {
    /// What the gateway says of itself.
    func status() async throws(AdminError) -> StatusReport {
        let answer = try await get("/admin/status")
        guard let report = try? JSONDecoder().decode(StatusReport.self, from: answer) else { throw .unreadable }
        return report
    }
}
