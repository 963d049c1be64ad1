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
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include "apart.h"
#include "frames.h"
#include "fsmap.h"
#include "owners.h"
#include "sockets.h"
#include "trace.h"

static inline int clinux_seek_data(void) { return SEEK_DATA; }
static inline int clinux_seek_hole(void) { return SEEK_HOLE; }
/// BLKGETSIZE64: the size of a block device in bytes.
static inline int clinux_block_size(int fd, unsigned long long *bytes) { return ioctl(fd, BLKGETSIZE64, bytes); }
/// BLKSSZGET: the logical sector of a block device in bytes.
static inline int clinux_sector_size(int fd, int *bytes) { return ioctl(fd, BLKSSZGET, bytes); }
static inline int clinux_o_direct(void) { return O_DIRECT; }
/// Reads what memory holds of a file, without waiting for a disk (preadv2(2), RWF_NOWAIT, Linux 4.14): bytes, or -1.
static inline ssize_t clinux_read_cached(int fd, void *bytes, size_t count, off_t offset) {
#ifdef SYS_preadv2
    struct { void *bytes; size_t count; } part = {bytes, count};
    unsigned long long at = (unsigned long long)offset;
    return syscall(SYS_preadv2, fd, &part, 1L, (unsigned long)at, (unsigned long)(at >> 32), 0x8L);
#else
    return -1;
#endif
}
/// Gives back the blocks of a range of a file; the size stays and the range reads as zeros.
static inline int clinux_punch_hole(int fd, off_t offset, off_t length) {
    return fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length);
}
/// Asks the kernel to begin writing a range of a file to its disk, so that a later fsync has less to wait for. A hint.
static inline void clinux_start_writeback(int fd, off_t offset, off_t length) {
    (void)sync_file_range(fd, offset, length, SYNC_FILE_RANGE_WRITE);
}
/// The two halves of a device number, as /proc writes them (glibc's major() and minor() are macros).
static inline unsigned clinux_major(dev_t device) { return major(device); }
static inline unsigned clinux_minor(dev_t device) { return minor(device); }
/// FIFREEZE and FITHAW: a file system flushed and held still, and let go.
static inline int clinux_freeze(int fd) { return ioctl(fd, FIFREEZE, 0); }
static inline int clinux_thaw(int fd) { return ioctl(fd, FITHAW, 0); }
/// I/O priority of this thread and those it starts: best effort, level 7 of 0 to 7 (ioprio_set(2) has no wrapper).
static inline long clinux_lowest_io_priority(void) { return syscall(SYS_ioprio_set, 1, 0, (2 << 13) | 7); }
/// Prints whole lines at once, also into a pipe. Swift 6 does not let Swift code name `stdout`.
static inline void clinux_line_buffer_stdout(void) { setvbuf(stdout, NULL, _IOLBF, 0); }
