#define _GNU_SOURCE
#include "trace.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/blktrace_api.h>
#include <linux/fs.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

int clinux_trace_start(int fd, char *name, unsigned buffer_bytes, unsigned buffers) {
    struct blk_user_trace_setup setup;
    memset(&setup, 0, sizeof setup);
    setup.act_mask = BLK_TC_WRITE;
    setup.buf_size = buffer_bytes;
    setup.buf_nr = buffers;
    if (ioctl(fd, BLKTRACESETUP, &setup) < 0) return -errno;
    memcpy(name, setup.name, sizeof setup.name);
    if (ioctl(fd, BLKTRACESTART) < 0) {
        int code = errno;
        ioctl(fd, BLKTRACETEARDOWN);
        return -code;
    }
    return 0;
}

void clinux_trace_end(int fd) {
    ioctl(fd, BLKTRACESTOP);
    ioctl(fd, BLKTRACETEARDOWN);
}

int clinux_trace_guard(int fd) {
    int ends[2];
    if (pipe(ends) < 0) return -errno;
    pid_t child = fork();
    if (child < 0) {
        int code = errno;
        close(ends[0]);
        close(ends[1]);
        return -code;
    }
    if (child > 0) {
        close(ends[0]);
        fcntl(ends[1], F_SETFD, FD_CLOEXEC);
        return ends[1];
    }
    setsid();
    signal(SIGHUP, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    // The client waits for the end of standard output: this process must not hold it open.
    for (int other = 0; other < 256; other++)
        if (other != fd && other != ends[0]) close(other);
    char byte;
    while (read(ends[0], &byte, 1) < 0 && errno == EINTR) {}
    clinux_trace_end(fd);
    _exit(0);
}

int clinux_private_debugfs(const char *folder) {
    if (unshare(CLONE_NEWNS) < 0) return -errno;
    if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) return -errno;
    if (mount("p2v", folder, "debugfs", 0, NULL) < 0) return -errno;
    return 0;
}

int clinux_run_on(int processor) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (processor >= 0 && processor < CPU_SETSIZE) {
        CPU_SET(processor, &set);
    } else {
        memset(&set, 0xff, sizeof set);
    }
    return sched_setaffinity(0, sizeof set, &set) < 0 ? -errno : 0;
}
