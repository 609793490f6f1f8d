import GRDB
public import Telephony
public import Verification

extension SQLiteStore {
    /// From one snapshot, beside the writer.
    public func export(_ number: E164, of application: ApplicationName?) async throws -> PersonalData {
        let customers = customers.current
        return try await read {
            try PersonalRecords(database: $0, number: number, application: application, customers: customers).export()
        }
    }

    /// Looks for the records beside the writer: what is recorded meanwhile stays.
    public func erase(_ number: E164, of application: ApplicationName?, at now: Moment) async throws -> Erasure? {
        let (customers, gap) = (customers.current, slotPolicy.gap)
        // Looked for beside the writer, since it takes a look at every call that is kept.
        let found = try await read {
            try PersonalRecords(database: $0, number: number, application: application, customers: customers).find()
        }
        return try await writer.perform {
            try PersonalRecords(database: $0, number: number, application: application, customers: customers).erase(
                found, gap: gap, now: now)
        }
    }

    /// Looks on for what has been kept long enough, some rows of each kind, and removes it.
    public func prune(
        _ retention: RetentionPolicy, at now: Moment, from progress: PruningProgress
    ) async throws -> PruningProgress {
        let window = customers.current.applications.map(\.policy.attempts.window).max() ?? .zero
        return try await writer.perform {
            try Pruning(database: $0, retention: retention, attemptWindow: window, now: now).prune(progress)
        }
    }

    /// How callers of a country were presented on each line, and how often.
    public func callerForms() async throws -> [CallerForm: Int] {
        try await read { database in
            let rows = try database.rows("SELECT * FROM caller_forms")
            return Dictionary(
                uniqueKeysWithValues: rows.map {
                    (CallerForm(line: LineID(rawValue: $0["line"]), country: $0["country"], form: $0["form"]), $0["calls"])
                })
        }
    }

    /// One more call was presented so. Kept with the next commit, or ``flush()``.
    public func note(_ form: CallerForm) {
        writer.later { database in
            _ = try database.run(
                """
                INSERT INTO caller_forms (line, country, form, calls) VALUES (?, ?, ?, 1)
                ON CONFLICT (line, country, form) DO UPDATE SET calls = calls + 1
                """, [form.line.rawValue, form.country, form.form])
        }
    }
}
