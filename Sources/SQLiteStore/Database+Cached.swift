import GRDB

extension Database {
    /// Runs a cached statement and tells how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        let before = totalChangesCount
        try cachedStatement(sql: sql).execute(arguments: arguments)
        return totalChangesCount - before
    }

    /// All rows of a cached statement.
    func rows(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
        try Row.fetchAll(try cachedStatement(sql: sql), arguments: arguments)
    }

    /// The first row of a cached statement.
    func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments)
    }

    /// Inserts one row of named columns through a cached statement.
    func insert(_ table: String, _ columns: KeyValuePairs<String, (any DatabaseValueConvertible)?>) throws {
        let names = columns.map(\.key).joined(separator: ", ")
        let marks = columns.map { _ in "?" }.joined(separator: ", ")
        try run("INSERT INTO \(table) (\(names)) VALUES (\(marks))", StatementArguments(columns.map(\.value)))
    }
}
