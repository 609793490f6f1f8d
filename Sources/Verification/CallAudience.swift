public import Telephony

extension [Application] {
    /// Those whom a call may concern, and whether its caller is hidden from them: whoever's verification it was for, alone; else the
    /// owner of the line; else all that share it, who see the caller only where that is nobody but one.
    public func audience(of call: CallRecord) -> [(application: ApplicationName, isMasked: Bool)] {
        if let application = call.application { return [(application, false)] }
        if let owner = first(where: { $0.owns(call.lineNumber) }) { return [(owner.name, false)] }
        let sharing = filter(\.policy.dedicatedLines.isEmpty)
        return sharing.map { ($0.name, sharing.count > 1) }
    }

    /// The lines that other applications have for their own.
    public func linesOfOthers(than application: ApplicationName) -> Set<MSISDN> {
        reduce(into: []) { lines, other in
            if other.name != application { lines.formUnion(other.policy.dedicatedLines) }
        }
    }
}

extension Application {
    fileprivate func owns(_ line: MSISDN?) -> Bool { line.map(policy.dedicatedLines.contains) ?? false }
}
