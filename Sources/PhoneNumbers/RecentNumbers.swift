import Synchronization

/// Remembers what was read, a bounded number of texts: the library takes some ten microseconds for each.
final class RecentNumbers: Sendable {
    private static let capacity = 2048

    private struct Text: Hashable {
        let digits: String
        let region: String
    }

    private let read: @Sendable (_ digits: String, _ region: String) -> PlanNumber?
    private let known = Mutex<[Text: PlanNumber?]>([:])

    init(_ read: @escaping @Sendable (_ digits: String, _ region: String) -> PlanNumber?) { self.read = read }

    func number(_ digits: String, _ region: String) -> PlanNumber? {
        let text = Text(digits: digits, region: region)
        if let found = known.withLock({ $0[text] }) { return found }
        let number = read(digits, region)
        known.withLock { known in
            if known.count >= RecentNumbers.capacity { known = [:] }
            known[text] = .some(number)
        }
        return number
    }
}
