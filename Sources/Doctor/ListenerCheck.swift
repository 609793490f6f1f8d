import Gateway
import GatewayAPI
import Glibc
import NIOCore
import NIOPosix

/// Whether the address for customers is free to be listened on. While the gateway answers, it is its own.
struct ListenerCheck {
    let http: Configuration.HTTP
    let report: StatusReport?

    private var place: String { "\(http.host):\(http.port)" }

    func checkup() async -> Checkup {
        if let report { return Checkup("listener", "the gateway listens on \(report.listening.joined(separator: ", "))") }
        do {
            let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
                .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            try await bootstrap.bind(host: http.host, port: http.port).get().close()
            return Checkup("listener", "\(place) is free")
        } catch {
            return Checkup("listener", "\(place) cannot be listened on", [problem(error)])
        }
    }

    private func problem(_ error: any Error) -> HealthProblem {
        switch (error as? IOError)?.errnoCode {
        case EADDRINUSE:
            .init(
                code: "listener-taken", title: "\(place) is taken by another program", severity: .error,
                advice: "See which: sudo ss -ltnp 'sport = :\(http.port)'. Stop it, or choose another with http.listen.")
        case EACCES:
            .init(
                code: "listener-denied", title: "\(place) may not be opened by this user", severity: .error,
                advice: "Choose a port from 1024 on with http.listen.")
        default:
            .init(
                code: "listener-unknown", title: "\(place) is no address of this machine", severity: .error,
                advice: "See which there are: ip address. Choose one with http.listen.")
        }
    }
}
