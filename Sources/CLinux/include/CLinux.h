// GNU and Linux symbols that Swift's Glibc module hides.
#pragma once
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

static inline int clinux_seek_data(void) { return SEEK_DATA; }
static inline int clinux_seek_hole(void) { return SEEK_HOLE; }
/// BLKGETSIZE64: the size of a block device in bytes.
static inline int clinux_block_size(int fd, unsigned long long *bytes) { return ioctl(fd, BLKGETSIZE64, bytes); }
/// Prints whole lines at once, also into a pipe. Swift 6 does not let Swift code name `stdout`.
static inline void clinux_line_buffer_stdout(void) { setvbuf(stdout, NULL, _IOLBF, 0); }
