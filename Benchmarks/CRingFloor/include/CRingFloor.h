#ifndef CRINGFLOOR_H
#define CRINGFLOOR_H

/// The least that any program can do about a call: reads the ttys and answers `+CLIP` with `AT+CHUP`. With `journal` >= 0 it
/// first appends 4 KiB there and syncs them. Returns when a tty ends, or with -1 on an error.
int ring_floor_serve(const int *ttys, int count, int journal);

/// Makes a raw PTY and writes the path of its slave to `path`; the master, not blocking, or -1. The slave is left open here too,
/// so that the master outlives the programs that open and close it.
int ring_floor_open_pty(char *path, int length);

#endif
