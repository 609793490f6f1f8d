import GRDB
import Telephony
import Verification

/// Removes a verification and what refers to it, in the transaction at hand. Calls that it had stay, without it.
struct VerificationRemoval {
    let database: Database

    func remove(_ id: VerificationID) throws {
        // One that ended long ago may still be marked, where nobody asked for a line since.
        try database.run(
            """
            UPDATE slot_counts SET slots = slots - 1
            WHERE application = (SELECT application FROM verifications WHERE id = ?1 AND holds_slot = 1)
            AND line IN (SELECT line FROM handed_out_lines WHERE verification = ?1)
            """, [id.rawValue])
        try database.run("DELETE FROM handed_out_lines WHERE verification = ?", [id.rawValue])
        try database.run("DELETE FROM verifications WHERE id = ?", [id.rawValue])
    }
}
