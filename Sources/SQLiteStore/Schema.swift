import GRDB

/// The tables. A migration is never edited once it was shipped.
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: applications, verifications, calls, deliveries") { database in
            try database.execute(sql: first)
        }
        migrator.registerMigration("2: PIN attempts") { database in
            try database.execute(sql: second)
        }
        migrator.registerMigration("3: fewer pages a call") { database in
            try database.execute(sql: third)
        }
        migrator.registerMigration("4: what is known of modems and lines") { database in
            try database.execute(sql: fourth)
        }
        migrator.registerMigration("5: endpoints, attempts, flags, audit") { database in
            try database.execute(sql: fifth)
        }
        migrator.registerMigration("6: the wall clock") { database in
            try database.execute(sql: sixth)
        }
        migrator.registerMigration("7: what was suspicious about a call") { database in
            try database.execute(sql: "ALTER TABLE calls ADD COLUMN flags TEXT NOT NULL DEFAULT ''")
        }
        migrator.registerMigration("8: several secrets sign while they rotate") { database in
            try database.execute(sql: "ALTER TABLE endpoints ADD COLUMN secret_oldest INTEGER")
        }
        return migrator
    }

    private static let sixth = """
        CREATE TABLE clock_anchor (
            id INTEGER PRIMARY KEY,
            boot TEXT NOT NULL,
            ns INTEGER NOT NULL,
            ms INTEGER NOT NULL
        ) STRICT;
        """

    private static let fifth = """
        ALTER TABLE api_keys ADD COLUMN expires_ms INTEGER;
        ALTER TABLE api_keys ADD COLUMN last_used_ms INTEGER;
        ALTER TABLE verifications ADD COLUMN client TEXT;
        ALTER TABLE verifications ADD COLUMN flags TEXT NOT NULL DEFAULT '';
        ALTER TABLE verifications ADD COLUMN face TEXT;
        DROP INDEX verifications_by_end;
        CREATE INDEX verifications_by_end ON verifications (ended_boot, ended_ns) WHERE holds_slot = 1 AND ended_ns IS NOT NULL;
        CREATE TABLE slot_counts (
            line TEXT NOT NULL,
            application TEXT NOT NULL,
            slots INTEGER NOT NULL,
            PRIMARY KEY (line, application)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO slot_counts (line, application, slots)
            SELECT line, application, count(*) FROM verifications JOIN handed_out_lines ON verification = id
            WHERE holds_slot = 1 GROUP BY line, application;
        ALTER TABLE deliveries ADD COLUMN endpoint TEXT;
        ALTER TABLE deliveries ADD COLUMN target TEXT NOT NULL DEFAULT '';
        ALTER TABLE deliveries ADD COLUMN format TEXT NOT NULL DEFAULT 'event';
        ALTER TABLE deliveries ADD COLUMN schedule_start INTEGER NOT NULL DEFAULT 0;
        UPDATE deliveries SET target = 'host:' || host;
        DROP INDEX deliveries_due;
        ALTER TABLE deliveries DROP COLUMN host;
        CREATE INDEX deliveries_due ON deliveries (target, due_ms) WHERE state = 'pending';
        CREATE TABLE endpoints (
            id TEXT PRIMARY KEY NOT NULL,
            account TEXT NOT NULL,
            url TEXT NOT NULL,
            events TEXT NOT NULL,
            state TEXT NOT NULL,
            stale_ms INTEGER,
            note TEXT,
            is_configured INTEGER NOT NULL,
            created_ms INTEGER NOT NULL,
            secret_number INTEGER NOT NULL,
            secret_overlap_ms INTEGER
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE attempt_counts (
            application TEXT NOT NULL,
            prefix TEXT NOT NULL,
            since_ms INTEGER NOT NULL,
            attempts INTEGER NOT NULL,
            PRIMARY KEY (application, prefix)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE caller_forms (
            line TEXT NOT NULL,
            country TEXT NOT NULL,
            form TEXT NOT NULL,
            calls INTEGER NOT NULL,
            PRIMARY KEY (line, country, form)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE audit (
            sequence INTEGER PRIMARY KEY,
            at_ms INTEGER NOT NULL,
            actor TEXT NOT NULL,
            act TEXT NOT NULL,
            subject TEXT NOT NULL,
            address TEXT
        ) STRICT;
        """

    private static let fourth = """
        CREATE TABLE disabled_modems (modem TEXT PRIMARY KEY NOT NULL) STRICT;
        CREATE TABLE line_proofs (line TEXT PRIMARY KEY NOT NULL, proven_ms INTEGER NOT NULL) STRICT;
        CREATE TABLE line_tests (
            sequence INTEGER PRIMARY KEY,
            caller TEXT NOT NULL,
            called TEXT NOT NULL,
            at_ms INTEGER NOT NULL,
            outcome TEXT NOT NULL
        ) STRICT;
        """

    /// Nothing asks by subject, and of the states only the dead are asked for on their own: two pages less in the commit that a
    /// call waits for.
    private static let third = """
        DROP INDEX deliveries_by_subject;
        DROP INDEX deliveries_by_state;
        CREATE INDEX deliveries_dead ON deliveries (sequence) WHERE state = 'dead';
        """

    private static let second = """
        CREATE TABLE pin_attempts (
            sequence INTEGER PRIMARY KEY,
            card TEXT NOT NULL,
            file_version INTEGER NOT NULL,
            was_refused INTEGER NOT NULL,
            at_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX pin_attempts_by_card ON pin_attempts (card);
        """

    private static let first = """
        CREATE TABLE applications (
            name TEXT PRIMARY KEY NOT NULL,
            is_configured INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE api_keys (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            application TEXT NOT NULL REFERENCES applications (name),
            hash BLOB NOT NULL UNIQUE,
            hint TEXT NOT NULL,
            scopes TEXT NOT NULL,
            created_boot TEXT NOT NULL, created_ns INTEGER NOT NULL, created_ms INTEGER NOT NULL,
            revoked_boot TEXT, revoked_ns INTEGER, revoked_ms INTEGER
        ) STRICT;
        CREATE TABLE verifications (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            application TEXT NOT NULL REFERENCES applications (name),
            phone_number TEXT NOT NULL,
            status TEXT NOT NULL,
            reason TEXT,
            reference TEXT,
            metadata TEXT,
            callback_url TEXT NOT NULL,
            lifetime_ns INTEGER NOT NULL,
            created_boot TEXT NOT NULL, created_ns INTEGER NOT NULL, created_ms INTEGER NOT NULL,
            deadline_boot TEXT NOT NULL, deadline_ns INTEGER NOT NULL, deadline_ms INTEGER NOT NULL,
            ended_boot TEXT, ended_ns INTEGER, ended_ms INTEGER,
            last_call TEXT,
            evidence TEXT,
            assurance TEXT NOT NULL,
            is_simulated INTEGER NOT NULL,
            is_taken INTEGER NOT NULL DEFAULT 0,
            holds_slot INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        CREATE INDEX verifications_by_slot ON verifications (phone_number) WHERE holds_slot = 1;
        CREATE INDEX verifications_by_end ON verifications (ended_ms) WHERE holds_slot = 1;
        CREATE INDEX verifications_by_deadline ON verifications (deadline_ns) WHERE status = 'pending';
        CREATE INDEX verifications_by_number ON verifications (application, phone_number);
        CREATE INDEX verifications_by_reference ON verifications (application, reference) WHERE reference IS NOT NULL;
        CREATE TABLE handed_out_lines (
            verification TEXT NOT NULL REFERENCES verifications (id),
            position INTEGER NOT NULL,
            line TEXT NOT NULL,
            number TEXT NOT NULL,
            since_boot TEXT NOT NULL, since_ns INTEGER NOT NULL, since_ms INTEGER NOT NULL,
            PRIMARY KEY (verification, position)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX handed_out_lines_by_line ON handed_out_lines (line);
        CREATE TABLE calls (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            modem TEXT NOT NULL,
            line TEXT NOT NULL,
            line_number TEXT,
            presentation TEXT,
            caller_state TEXT NOT NULL, caller_digits TEXT, caller_type INTEGER,
            reading TEXT NOT NULL, reading_number TEXT,
            forwarding TEXT NOT NULL,
            bearer TEXT NOT NULL,
            is_simulated INTEGER NOT NULL,
            rang_boot TEXT NOT NULL, rang_ns INTEGER NOT NULL, rang_ms INTEGER NOT NULL,
            disposition TEXT NOT NULL,
            verification TEXT REFERENCES verifications (id),
            application TEXT,
            closed_boot TEXT, closed_ns INTEGER, closed_ms INTEGER
        ) STRICT;
        CREATE INDEX calls_open ON calls (line) WHERE closed_boot IS NULL;
        CREATE TABLE deliveries (
            sequence INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            account TEXT NOT NULL,
            subject TEXT NOT NULL,
            event_type TEXT NOT NULL,
            url TEXT NOT NULL,
            host TEXT NOT NULL,
            body BLOB NOT NULL,
            created_ms INTEGER NOT NULL,
            state TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            next_ms INTEGER NOT NULL,
            due_ms INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX deliveries_due ON deliveries (due_ms) WHERE state = 'pending';
        CREATE INDEX deliveries_by_state ON deliveries (state);
        CREATE INDEX deliveries_by_subject ON deliveries (subject);
        CREATE TABLE attempts (
            sequence INTEGER PRIMARY KEY,
            message TEXT NOT NULL REFERENCES deliveries (id),
            number INTEGER NOT NULL,
            started_ms INTEGER NOT NULL,
            took_ns INTEGER NOT NULL,
            outcome TEXT NOT NULL
        ) STRICT;
        CREATE INDEX attempts_by_message ON attempts (message);
        CREATE TABLE idempotency_keys (
            application TEXT NOT NULL,
            key TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            verification TEXT NOT NULL REFERENCES verifications (id),
            created_ms INTEGER NOT NULL,
            PRIMARY KEY (application, key)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_ms);
        """
}
