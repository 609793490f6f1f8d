import GRDB

extension Database {
    /// Runs a cached statement and tells how many rows it changed.
    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
        let before = totalChangesCount
        try cachedStatement(sql: sql).execute(arguments: arguments)
        return totalChangesCount - before
    }

    /// What `read` makes of each row of a cached statement. The row is read where it stands: in a copy each column would be searched for by
    /// its name, from the first one on. `read` must not run the same statement again.
    func rows<Value>(_ sql: String, _ arguments: StatementArguments, _ read: (Row) throws -> Value) throws -> [Value] {
        let rows = try Row.fetchCursor(try cachedStatement(sql: sql), arguments: arguments)
        var values: [Value] = []
        while let row = try rows.next() { values.append(try read(row)) }
        return values
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
        var (sql, marks) = ("INSERT INTO \(table) (", ") VALUES (")
        var values: [DatabaseValue] = []
        values.reserveCapacity(columns.count)
        for column in columns {
            if !values.isEmpty {
                sql += ", "
                marks += ", "
            }
            sql += column.key
            marks += "?"
            values.append(column.value?.databaseValue ?? .null)
        }
        try run("\(sql)\(marks))", StatementArguments(values))
    }
}
