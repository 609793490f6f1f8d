#include "CRingFloor.h"
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { line_length = 512, page = 4096, most_ttys = 1024 };

struct tail {
    char bytes[line_length * 2];
    size_t length;
};

static struct tail tails[most_ttys];
static char record[page];

static int hang_up(int tty, int journal) {
    if (journal >= 0 && (write(journal, record, page) != page || fdatasync(journal) != 0)) return -1;
    return write(tty, "AT+CHUP\r", 8) == 8 ? 0 : -1;
}

/* One read of one tty: 0 goes on, 1 the tty has ended. */
static int take(int tty, struct tail *tail, int journal) {
    ssize_t count = read(tty, tail->bytes + tail->length, line_length);
    if (count <= 0) return 1;
    tail->length += (size_t)count;
    tail->bytes[tail->length] = 0;
    char *clip = strstr(tail->bytes, "+CLIP");
    char *end = clip ? strchr(clip, '\n') : 0;
    if (end || tail->length > line_length) tail->length = 0;
    return end && hang_up(tty, journal) != 0 ? -1 : 0;
}

static int serve_one(int tty, int journal) {
    int state = 0;
    while (state == 0) state = take(tty, &tails[0], journal);
    return state < 0 ? -1 : 0;
}

int ring_floor_serve(const int *ttys, int count, int journal) {
    if (count < 1 || count > most_ttys) return -1;
    if (count == 1) return serve_one(ttys[0], journal);
    int poller = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.u32 = (unsigned)i};
        if (epoll_ctl(poller, EPOLL_CTL_ADD, ttys[i], &event) != 0) return -1;
    }
    for (;;) {
        struct epoll_event events[64];
        int ready = epoll_wait(poller, events, 64, -1);
        for (int i = 0; i < ready; i++) {
            int state = take(ttys[events[i].data.u32], &tails[events[i].data.u32], journal);
            if (state != 0) return state < 0 ? -1 : 0;
        }
    }
}
