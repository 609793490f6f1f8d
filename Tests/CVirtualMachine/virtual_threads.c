#define _GNU_SOURCE
#include "virtual_threads.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>

// Hooks of the runtime: swift/Runtime/Concurrency.h.
typedef __attribute__((swiftcall)) void (*enqueue)(void *job);
extern __attribute__((swiftcall)) void (*swift_task_enqueueGlobal_hook)(void *job, enqueue original);
extern __attribute__((swiftcall)) void (*swift_task_enqueueGlobalWithDelay_hook)(uint64_t delay, void *job, enqueue original);
extern __attribute__((swiftcall)) void (*swift_task_enqueueGlobalWithDeadline_hook)(
    long long seconds, long long nanoseconds, long long leeway_seconds, long long leeway_nanoseconds, int clock, void *job, enqueue original);

static void (*take)(void *job);

static __attribute__((swiftcall)) void take_job(void *job, enqueue original) {
    (void)original;
    take(job);
}

static void refuse(void) {
    fputs("simulation: something sleeps by the machine's clock\n", stderr);
    abort();
}

static __attribute__((swiftcall)) void refuse_delay(uint64_t delay, void *job, enqueue original) {
    (void)delay, (void)job, (void)original;
    refuse();
}

static __attribute__((swiftcall)) void refuse_deadline(
    long long seconds, long long nanoseconds, long long leeway_seconds, long long leeway_nanoseconds, int clock, void *job, enqueue original) {
    (void)seconds, (void)nanoseconds, (void)leeway_seconds, (void)leeway_nanoseconds, (void)clock, (void)job, (void)original;
    refuse();
}

void virtual_threads_install(void (*taker)(void *job)) {
    take = taker;
    swift_task_enqueueGlobal_hook = take_job;
    swift_task_enqueueGlobalWithDelay_hook = refuse_delay;
    swift_task_enqueueGlobalWithDeadline_hook = refuse_deadline;
}

static uint64_t chance;

void virtual_chance_seed(uint64_t seed) { chance = seed; }

static void fill(uint8_t *bytes, size_t count) {
    while (count > 0) {
        uint64_t z = (chance += 0x9E3779B97F4A7C15u);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        z ^= z >> 31;
        size_t size = count < sizeof z ? count : sizeof z;
        memcpy(bytes, &z, size);
        bytes += size;
        count -= size;
    }
}

// Takes the place of the C library's: Swift's runtime asks the kernel for chance by this way, without flags (stdlib/public/stubs/Random.cpp).
// A heap that is preloaded asks too, with GRND_NONBLOCK, and not always as often: that is none of the world's chance.
long syscall(long number, long first, long second, long third, long fourth, long fifth, long sixth) {
    static long (*real)(long, ...);
    if (number == SYS_getrandom && third == 0 && chance) {
        fill((uint8_t *)first, (size_t)second);
        return second;
    }
    if (!real) real = (long (*)(long, ...))dlsym(RTLD_NEXT, "syscall");
    return real(number, first, second, third, fourth, fifth, sixth);
}
