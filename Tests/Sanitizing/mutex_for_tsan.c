/* For the thread sanitizer only (scripts/sanitize). Swift's Mutex takes its slow path, a futex, in a library that is not instrumented, so
 * the sanitizer does not see that whoever waited there comes after whoever let go. This tells it. Names: `_MutexHandle._lockSlow(_:)` and
 * `_unlockSlow()` of the module Synchronization; self is in the context register. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

typedef __attribute__((swiftcall)) void lock_slow(uint32_t state, __attribute__((swift_context)) void *self);
typedef __attribute__((swiftcall)) void unlock_slow(__attribute__((swift_context)) void *self);
typedef void annotate(void *address);

lock_slow ringcheck_lock_slow __asm__("$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
unlock_slow ringcheck_unlock_slow __asm__("$s15Synchronization12_MutexHandleV11_unlockSlowyyF");

static void tell(const char *what, void *address) {
    annotate *sanitizer = (annotate *)dlsym(RTLD_DEFAULT, what);
    if (sanitizer) sanitizer(address);
}

__attribute__((swiftcall)) void ringcheck_lock_slow(uint32_t state, __attribute__((swift_context)) void *self) {
    static lock_slow *real;
    if (!real) real = (lock_slow *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF");
    real(state, self);
    tell("__tsan_acquire", self);
}

__attribute__((swiftcall)) void ringcheck_unlock_slow(__attribute__((swift_context)) void *self) {
    static unlock_slow *real;
    if (!real) real = (unlock_slow *)dlsym(RTLD_NEXT, "$s15Synchronization12_MutexHandleV11_unlockSlowyyF");
    tell("__tsan_release", self);
    real(self);
}
