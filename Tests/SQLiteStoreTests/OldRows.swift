/// What a database of one of the first four schemas holds.
enum OldRows {
    /// A pending verification of the shop on the line `one`, and a key of this identity: SQL.
    static func pending(key: String) -> String {
        """
        INSERT INTO applications VALUES ('shop', 1);
        INSERT INTO api_keys (id, application, hash, hint, scopes, created_boot, created_ns, created_ms)
            VALUES ('\(key)', 'shop', x'01', 'rk_a', 'verifications:read', 'a', 0, 0);
        INSERT INTO verifications (id, application, phone_number, status, callback_url, lifetime_ns, created_boot, created_ns,
            created_ms, deadline_boot, deadline_ns, deadline_ms, assurance, is_simulated)
            VALUES ('ver_1', 'shop', '+79161234567', 'pending', 'https://shop.example/hook', 120000000000, 'a', 0,
            1700000000000, 'a', 120000000000, 1700000120000, 'none', 0);
        INSERT INTO handed_out_lines VALUES ('ver_1', 0, 'one', '+79990000001', 'a', 0, 1700000000000);
        """
    }
}
