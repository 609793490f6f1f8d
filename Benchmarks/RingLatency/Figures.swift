/// Times of one kind, round by round, in nanoseconds.
struct Figures {
    private var rounds: [[Int64]] = []

    mutating func add(_ round: [Int64]) { rounds.append(round.sorted()) }

    /// The median over the rounds of each round's percentile, in microseconds.
    func percentile(_ percent: Int) -> Double {
        let each = rounds.filter { !$0.isEmpty }.map { $0[min($0.count - 1, $0.count * percent / 100)] }.sorted()
        return each.isEmpty ? .nan : Double(each[each.count / 2]) / 1000
    }
}
