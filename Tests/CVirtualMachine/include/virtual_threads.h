#pragma once
#include <stdint.h>

/// Takes the place of the threads and the chance of Swift's runtime, so that a program repeats.

/// From now on whoever wants a thread of the global pool is handed to `taker` instead, as a pointer to the job. Whoever wants one after a
/// delay ends the program: time is to be asked of the virtual world.
void virtual_threads_install(void (*taker)(void *job));

/// What `SystemRandomNumberGenerator` gives from now on.
void virtual_chance_seed(uint64_t seed);
