#include "virtual_disk.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SHARED_REGIONS = 64, SECTOR = 512 };

typedef struct {
    uint8_t *bytes;
    int64_t size, room;
} content;

/// A write, or a truncation (`bytes` NULL), that was not synced yet.
typedef struct change {
    struct change *next;
    int64_t offset, size;
    uint8_t *bytes;
} change;

typedef struct node {
    struct node *next;
    char *name;
    content seen, durable;
    change *first, *last;
    int handles, is_removed;
    // The locks of https://sqlite.org/lockingv3.html.
    int shared, reserved, pending, exclusive;
    uint8_t *regions[MOST_SHARED_REGIONS];
    int region_size, shm_users;
    int shm_shared[SQLITE_SHM_NLOCK];
    void *shm_exclusive[SQLITE_SHM_NLOCK];
} node;

typedef struct {
    sqlite3_file base;
    node *node;
    int lock, has_shm, removes_on_close;
    uint8_t shm_held[SQLITE_SHM_NLOCK];
} handle;

static node *nodes;
static virtual_disk_state state = VIRTUAL_DISK_WELL;
static uint64_t chance;

// What is to happen at a later change.
static int64_t changes_left;
static int has_struck, armed_power_lost;
static char armed_from[512], armed_to[512];
static uint64_t armed_seed;

static uint64_t next_chance(void) {
    uint64_t z = (chance += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

// MARK: Contents

static void make_room(content *content, int64_t size) {
    if (size <= content->room) return;
    int64_t room = content->room ? content->room : 8192;
    while (room < size) room *= 2;
    content->bytes = realloc(content->bytes, (size_t)room);
    content->room = room;
}

static void put(content *content, int64_t offset, const uint8_t *bytes, int64_t size) {
    make_room(content, offset + size);
    if (offset > content->size) memset(content->bytes + content->size, 0, (size_t)(offset - content->size));
    memcpy(content->bytes + offset, bytes, (size_t)size);
    if (offset + size > content->size) content->size = offset + size;
}

static void cut(content *content, int64_t size) {
    if (size < content->size) content->size = size;
}

static void assign(content *to, const content *from) {
    to->size = 0;
    if (from->size > 0) put(to, 0, from->bytes, from->size);
}

// MARK: Nodes

static node *find(const char *name) {
    for (node *it = nodes; it; it = it->next)
        if (!it->is_removed && it->name && strcmp(it->name, name) == 0) return it;
    return NULL;
}

static node *make(const char *name) {
    node *it = calloc(1, sizeof *it);
    it->name = name ? strdup(name) : NULL;
    it->next = nodes;
    nodes = it;
    return it;
}

static void note(node *it, int64_t offset, const uint8_t *bytes, int64_t size) {
    change *new = calloc(1, sizeof *new);
    new->offset = offset;
    new->size = size;
    if (bytes) {
        new->bytes = malloc((size_t)(size ? size : 1));
        memcpy(new->bytes, bytes, (size_t)size);
    }
    if (it->last) it->last->next = new; else it->first = new;
    it->last = new;
}

static void apply(content *content, const change *change, int64_t size) {
    if (change->bytes) put(content, change->offset, change->bytes, size); else cut(content, change->offset);
}

static void forget_changes(node *it) {
    while (it->first) {
        change *first = it->first;
        it->first = first->next;
        free(first->bytes);
        free(first);
    }
    it->last = NULL;
}

static void make_durable(node *it) {
    for (change *change = it->first; change; change = change->next) apply(&it->durable, change, change->size);
    forget_changes(it);
}

static void free_regions(node *it) {
    for (int index = 0; index < MOST_SHARED_REGIONS; index++) {
        free(it->regions[index]);
        it->regions[index] = NULL;
    }
}

static void bury(node *it) {
    if (!it->is_removed || it->handles > 0) return;
    for (node **place = &nodes; *place; place = &(*place)->next)
        if (*place == it) {
            *place = it->next;
            break;
        }
    forget_changes(it);
    free_regions(it);
    free(it->seen.bytes);
    free(it->durable.bytes);
    free(it->name);
    free(it);
}

// MARK: A file

/// A change is about to happen.
static void change_comes(void) {
    if (changes_left == 0 || --changes_left > 0) return;
    has_struck = 1;
    virtual_disk_survive(armed_from, armed_to, armed_power_lost, armed_seed);
}

void virtual_disk_arm(int64_t count, const char *from, const char *to, int power_lost, uint64_t seed) {
    changes_left = count;
    has_struck = 0;
    armed_power_lost = power_lost;
    armed_seed = seed;
    sqlite3_snprintf(sizeof armed_from, armed_from, "%s", from);
    sqlite3_snprintf(sizeof armed_to, armed_to, "%s", to);
}

int virtual_disk_has_struck(void) { return has_struck; }
void virtual_disk_disarm(void) { changes_left = has_struck = 0; }

static int refusal(int when_broken) {
    switch (state) {
    case VIRTUAL_DISK_FULL: return SQLITE_FULL;
    case VIRTUAL_DISK_BROKEN: return when_broken;
    case VIRTUAL_DISK_READ_ONLY: return SQLITE_READONLY;
    default: return SQLITE_OK;
    }
}

static int file_unlock(sqlite3_file *file, int level) {
    handle *it = (handle *)file;
    node *node = it->node;
    if (it->lock == SQLITE_LOCK_EXCLUSIVE && level < SQLITE_LOCK_EXCLUSIVE) node->exclusive = 0;
    if (it->lock >= SQLITE_LOCK_PENDING && level < SQLITE_LOCK_PENDING) node->pending = 0;
    if (it->lock >= SQLITE_LOCK_RESERVED && level < SQLITE_LOCK_RESERVED) node->reserved = 0;
    if (it->lock >= SQLITE_LOCK_SHARED && level < SQLITE_LOCK_SHARED) node->shared--;
    if (level < it->lock) it->lock = level;
    return SQLITE_OK;
}

static int file_lock(sqlite3_file *file, int level) {
    handle *it = (handle *)file;
    node *node = it->node;
    if (it->lock >= level) return SQLITE_OK;
    if (it->lock < SQLITE_LOCK_SHARED) {
        if (node->pending || node->exclusive) return SQLITE_BUSY;
        node->shared++;
        it->lock = SQLITE_LOCK_SHARED;
    }
    if (level >= SQLITE_LOCK_RESERVED && it->lock < SQLITE_LOCK_RESERVED) {
        if (node->reserved) return SQLITE_BUSY;
        node->reserved = 1;
        it->lock = SQLITE_LOCK_RESERVED;
    }
    if (level >= SQLITE_LOCK_PENDING && it->lock < SQLITE_LOCK_PENDING) {
        node->pending = 1;
        it->lock = SQLITE_LOCK_PENDING;
    }
    if (level == SQLITE_LOCK_EXCLUSIVE) {
        if (node->shared > 1) return SQLITE_BUSY;
        node->exclusive = 1;
        it->lock = SQLITE_LOCK_EXCLUSIVE;
    }
    return SQLITE_OK;
}

static int file_is_reserved(sqlite3_file *file, int *answer) {
    *answer = ((handle *)file)->node->reserved;
    return SQLITE_OK;
}

static int file_unmap(sqlite3_file *file, int removes);

static int file_close(sqlite3_file *file) {
    handle *it = (handle *)file;
    file_unlock(file, SQLITE_LOCK_NONE);
    if (it->has_shm) file_unmap(file, 0);
    it->node->handles--;
    if (it->removes_on_close) it->node->is_removed = 1;
    bury(it->node);
    return SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *into, int size, sqlite3_int64 offset) {
    const content *seen = &((handle *)file)->node->seen;
    int64_t there = seen->size > offset ? seen->size - offset : 0;
    if (there > size) there = size;
    if (there > 0) memcpy(into, seen->bytes + offset, (size_t)there);
    if (there == size) return SQLITE_OK;
    memset((uint8_t *)into + there, 0, (size_t)(size - there));
    return SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset) {
    handle *it = (handle *)file;
    change_comes();
    int refused = refusal(SQLITE_IOERR_WRITE);
    if (refused) return refused;
    put(&it->node->seen, offset, bytes, size);
    if (it->node->name) note(it->node, offset, bytes, size);
    return SQLITE_OK;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    handle *it = (handle *)file;
    change_comes();
    int refused = refusal(SQLITE_IOERR_TRUNCATE);
    if (refused) return refused;
    cut(&it->node->seen, size);
    note(it->node, size, NULL, 0);
    return SQLITE_OK;
}

static int file_sync(sqlite3_file *file, int flags) {
    (void)flags;
    change_comes();
    if (state == VIRTUAL_DISK_BROKEN || state == VIRTUAL_DISK_UNSYNCED) return SQLITE_IOERR_FSYNC;
    make_durable(((handle *)file)->node);
    return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    *size = ((handle *)file)->node->seen.size;
    return SQLITE_OK;
}

static int file_control(sqlite3_file *file, int operation, void *argument) {
    (void)file, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int file_sector_size(sqlite3_file *file) {
    (void)file;
    return 4096;
}

static int file_characteristics(sqlite3_file *file) {
    (void)file;
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

// MARK: The shared memory of the write-ahead log

static int file_map(sqlite3_file *file, int region, int size, int extends, void volatile **memory) {
    handle *it = (handle *)file;
    if (!it->has_shm) {
        it->has_shm = 1;
        it->node->shm_users++;
    }
    *memory = NULL;
    if (region >= MOST_SHARED_REGIONS) return SQLITE_IOERR_SHMSIZE;
    if (!it->node->regions[region] && extends) it->node->regions[region] = calloc(1, (size_t)size);
    it->node->region_size = size;
    *memory = it->node->regions[region];
    return SQLITE_OK;
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    handle *it = (handle *)file;
    node *node = it->node;
    for (int slot = offset; slot < offset + count; slot++) {
        if (flags & SQLITE_SHM_UNLOCK) continue;
        if (flags & SQLITE_SHM_SHARED) {
            if (node->shm_exclusive[slot] && node->shm_exclusive[slot] != it) return SQLITE_BUSY;
        } else if (node->shm_shared[slot] > (it->shm_held[slot] ? 1 : 0) || (node->shm_exclusive[slot] && node->shm_exclusive[slot] != it)) {
            return SQLITE_BUSY;
        }
    }
    for (int slot = offset; slot < offset + count; slot++) {
        if (flags & SQLITE_SHM_UNLOCK) {
            if (node->shm_exclusive[slot] == it) node->shm_exclusive[slot] = NULL;
            if (it->shm_held[slot]) {
                it->shm_held[slot] = 0;
                node->shm_shared[slot]--;
            }
        } else if (flags & SQLITE_SHM_SHARED) {
            if (!it->shm_held[slot]) {
                it->shm_held[slot] = 1;
                node->shm_shared[slot]++;
            }
        } else {
            node->shm_exclusive[slot] = it;
        }
    }
    return SQLITE_OK;
}

static void file_barrier(sqlite3_file *file) { (void)file; }

static int file_unmap(sqlite3_file *file, int removes) {
    (void)removes;
    handle *it = (handle *)file;
    if (!it->has_shm) return SQLITE_OK;
    file_shm_lock(file, 0, SQLITE_SHM_NLOCK, SQLITE_SHM_UNLOCK);
    it->has_shm = 0;
    if (--it->node->shm_users == 0) free_regions(it->node);
    return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_is_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_barrier,
    .xShmUnmap = file_unmap,
};

// MARK: The disk

static int disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out_flags) {
    (void)vfs;
    handle *it = (handle *)file;
    memset(it, 0, sizeof *it);
    node *found = name ? find(name) : NULL;
    if (!found) {
        if (!(flags & SQLITE_OPEN_CREATE) && name) return SQLITE_CANTOPEN;
        int refused = name ? refusal(SQLITE_CANTOPEN) : SQLITE_OK;
        if (refused) return SQLITE_CANTOPEN;
        found = make(name);
    }
    found->handles++;
    it->node = found;
    it->removes_on_close = !name || (flags & SQLITE_OPEN_DELETEONCLOSE);
    it->base.pMethods = &methods;
    if (out_flags) *out_flags = flags;
    return SQLITE_OK;
}

static int disk_delete(sqlite3_vfs *vfs, const char *name, int syncs_directory) {
    (void)vfs, (void)syncs_directory;
    node *found = find(name);
    if (!found) return SQLITE_IOERR_DELETE_NOENT;
    found->is_removed = 1;
    bury(found);
    return SQLITE_OK;
}

static int disk_access(sqlite3_vfs *vfs, const char *name, int flags, int *answer) {
    (void)vfs;
    node *found = find(name);
    *answer = found && (flags != SQLITE_ACCESS_EXISTS || found->seen.size > 0);
    return SQLITE_OK;
}

static int disk_full_name(sqlite3_vfs *vfs, const char *name, int room, char *into) {
    (void)vfs;
    sqlite3_snprintf(room, into, "%s", name);
    return SQLITE_OK;
}

static int disk_randomness(sqlite3_vfs *vfs, int count, char *into) {
    (void)vfs;
    for (int index = 0; index < count; index++) into[index] = (char)next_chance();
    return count;
}

static int disk_sleep(sqlite3_vfs *vfs, int microseconds) {
    (void)vfs;
    return microseconds;
}

static int disk_time(sqlite3_vfs *vfs, sqlite3_int64 *milliseconds) {
    (void)vfs;
    // 2026-11-25 as a Julian day in milliseconds: nothing in the gateway asks SQLite what time it is.
    *milliseconds = 212663102400000;
    return SQLITE_OK;
}

static int disk_last_error(sqlite3_vfs *vfs, int room, char *into) {
    (void)vfs, (void)room, (void)into;
    return 0;
}

void virtual_disk_install(void) {
    static sqlite3_vfs vfs = {
        .iVersion = 2,
        .szOsFile = sizeof(handle),
        .mxPathname = 512,
        .zName = "virtual-disk",
        .xOpen = disk_open,
        .xDelete = disk_delete,
        .xAccess = disk_access,
        .xFullPathname = disk_full_name,
        .xRandomness = disk_randomness,
        .xSleep = disk_sleep,
        .xGetLastError = disk_last_error,
        .xCurrentTimeInt64 = disk_time,
    };
    sqlite3_vfs_register(&vfs, 1);
}

void virtual_disk_set_state(virtual_disk_state new_state) { state = new_state; }

void virtual_disk_begin(void) {
    state = VIRTUAL_DISK_WELL;
    virtual_disk_disarm();
    sqlite3_randomness(0, NULL);
}

/// Each change that was not synced is there, or lost, or there up to some sector.
static void lose_power(content *content, const node *it) {
    assign(content, &it->durable);
    for (change *change = it->first; change; change = change->next) {
        uint64_t fate = next_chance() % 4;
        if (fate == 0) continue;
        int64_t sectors = change->size / SECTOR;
        int64_t size = fate == 1 && sectors > 0 ? (int64_t)(next_chance() % (uint64_t)(sectors + 1)) * SECTOR : change->size;
        if (change->bytes && size == 0) continue;
        apply(content, change, size);
    }
}

void virtual_disk_survive(const char *from, const char *to, int power_lost, uint64_t seed) {
    chance = seed;
    size_t length = strlen(from);
    char name[1024];
    for (node *it = nodes; it; it = it->next) {
        if (it->is_removed || !it->name || strncmp(it->name, from, length) != 0) continue;
        sqlite3_snprintf(sizeof name, name, "%s%s", to, it->name + length);
        node *copy = make(name);
        if (power_lost) lose_power(&copy->seen, it); else assign(&copy->seen, &it->seen);
        assign(&copy->durable, &copy->seen);
    }
}

void virtual_disk_remove(const char *prefix) {
    size_t length = strlen(prefix);
    for (node *it = nodes, *next; it; it = next) {
        next = it->next;
        if (!it->name || strncmp(it->name, prefix, length) != 0) continue;
        it->is_removed = 1;
        bury(it);
    }
}
