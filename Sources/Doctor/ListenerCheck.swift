import Foundation
import Gateway
import GatewayAPI
import Glibc
import NIOCore

/// Whether the address for customers is free to be listened on. It is only bound, so that nobody connects to it meanwhile.
struct ListenerCheck {
    let http: Configuration.HTTP
    let gateway: GatewayWord

    func checkup() -> Checkup {
        switch gateway {
        case .answers(let report):
            Checkup("listener", "the gateway listens on \(report.listening.joined(separator: ", "))")
        case .silent(_, mayRun: true): Checkup("listener", "not looked at, since the gateway may be running")
        case .silent(_, mayRun: false): look()
        }
    }

    private func look() -> Checkup {
        do {
            let code = try unsafe SocketAddress.makeAddressResolvingHost(http.host, port: http.port).withSockAddr(bind)
            return code == 0
                ? Checkup("listener", "\(http.place) is free for \(NSUserName())")
                : Checkup("listener", "\(http.place) cannot be listened on", [problem(code)])
        } catch {
            let problem = HealthProblem(
                code: "listener-unknown", title: "\(http.host) is no address and no name that resolves", severity: .error,
                advice: "Correct http.listen; an address of this machine is best: ip address")
            return Checkup("listener", "\(http.place) cannot be listened on", [problem])
        }
    }

    /// 0, or the `errno`.
    private func bind(_ address: UnsafePointer<sockaddr>, _ size: Int) -> CInt {
        let descriptor = unsafe socket(CInt(address.pointee.sa_family), CInt(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        var yes: CInt = 1
        _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        return unsafe Glibc.bind(descriptor, address, socklen_t(size)) == 0 ? 0 : errno
    }

    private func problem(_ code: CInt) -> HealthProblem {
        switch code {
        case EADDRINUSE:
            .init(
                code: "listener-taken", title: "\(http.place) is taken by another program", severity: .error,
                advice: "See which: sudo ss -ltnp 'sport = :\(http.port)'. Stop it, or choose another with http.listen.")
        case EACCES:
            .init(
                code: "listener-denied", title: "\(http.place) may not be opened by \(NSUserName())", severity: .error,
                advice: "Choose a port from 1024 on with http.listen, where the gateway runs as this user.")
        case EADDRNOTAVAIL:
            .init(
                code: "listener-unknown", title: "\(http.place) is no address of this machine", severity: .error,
                advice: "See which there are: ip address. Choose one with http.listen.")
        default:
            .init(
                code: "listener-unknown", title: "\(http.place) cannot be listened on: \(unsafe String(cString: strerror(code)))",
                severity: .error, advice: "Mend this, or choose another with http.listen.")
        }
    }
}
