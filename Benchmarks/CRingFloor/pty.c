#define _GNU_SOURCE
#include "CRingFloor.h"
#include <fcntl.h>
#include <stdlib.h>
#include <termios.h>

int ring_floor_open_pty(char *path, int length) {
    int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
    if (master < 0 || grantpt(master) != 0 || unlockpt(master) != 0) return -1;
    if (ptsname_r(master, path, (size_t)length) != 0) return -1;
    struct termios settings;
    int slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (slave < 0 || tcgetattr(slave, &settings) != 0) return -1;
    cfmakeraw(&settings);
    return tcsetattr(slave, TCSANOW, &settings) == 0 ? master : -1;
}
