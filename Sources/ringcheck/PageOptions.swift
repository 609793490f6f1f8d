import AdminClient
import ArgumentParser
import GatewayAPI

/// Which part of a long list is shown.
struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("How many, 1 to 100.", valueName: "count")) var limit = 20
    @Option(help: ArgumentHelp("Go on where a list ended that said so ('next' in JSON).", valueName: "cursor")) var cursor: String?

    /// To be appended to the path of a list, with these filters.
    func query(_ filters: [(name: String, value: String?)] = []) -> String {
        let named = ([("cursor", cursor)] + filters).compactMap { name, value in
            value.map { "&\(name)=\(AdminClient.escaped($0))" }
        }
        return "?limit=\(limit)\(named.joined())"
    }

    /// Says how the rest is seen, where there is one.
    static func sayMore(after list: ItemList<some Any>) {
        if let next = list.next { Output.say("There is more: the same with --cursor \(next)") }
    }
}
