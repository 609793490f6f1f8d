extension SimulatedCallRequest {
    init(_ body: JSONObject) throws(Problem) {
        let rings = try body.integer("rings")
        guard (1...100).contains(rings ?? 1) else { throw .invalidField("rings", "rings has to be 1 to 100.") }
        self.init(
            from: try body.requiredString("from", limit: 64), to: try body.string("to", limit: 64),
            withheld: try body.bool("withheld"), rings: rings.map { Int($0) })
    }
}
