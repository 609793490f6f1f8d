extension SimulatedCallRequest {
    init(_ body: JSONObject) throws(Problem) {
        let rings = try body.integer("rings", in: 1...100)
        let from = try body.requiredString("from", limit: 64)
        let digits = from.hasPrefix("+") ? from.dropFirst() : from[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw .invalidField("from", "from has to be a number without spaces, such as +919812345678.")
        }
        self.init(
            from: from, to: try body.string("to", limit: 64),
            withheld: try body.bool("withheld"), rings: rings.map { Int($0) })
    }
}
