#pragma once
#include <stdint.h>

/// A disk in memory, as SQLite sees one (https://sqlite.org/vfs.html): it knows what was synced and what was only written, and fails on
/// request. One for the process, for one thread.

/// How the disk is.
typedef enum {
    VIRTUAL_DISK_WELL,
    /// Nothing fits any more: SQLITE_FULL.
    VIRTUAL_DISK_FULL,
    /// Writes and syncs fail: SQLITE_IOERR.
    VIRTUAL_DISK_BROKEN,
    /// Syncs fail: what was written may or may not be there.
    VIRTUAL_DISK_UNSYNCED,
    /// It was remounted read-only: SQLITE_READONLY.
    VIRTUAL_DISK_READ_ONLY,
} virtual_disk_state;

/// Makes it the place where SQLite opens files, from now on.
void virtual_disk_install(void);

void virtual_disk_set_state(virtual_disk_state state);

/// A new world: the disk is well, and SQLite's chance begins anew.
void virtual_disk_begin(void);

/// Copies what is in the files whose names begin with `from` to such that begin with `to`. `power_lost`: what was not synced is there,
/// or is not, or half of it, as `seed` has it; else all that was written is there.
void virtual_disk_survive(const char *from, const char *to, int power_lost, uint64_t seed);

/// Removes all files whose names begin so.
void virtual_disk_remove(const char *prefix);

/// At the `count`-th change from now on (write, truncation or sync, before it happens), does once what `virtual_disk_survive` does.
void virtual_disk_arm(int64_t count, const char *from, const char *to, int power_lost, uint64_t seed);

/// Whether that happened since it was armed.
int virtual_disk_has_struck(void);
void virtual_disk_disarm(void);
