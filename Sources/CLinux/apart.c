#define _GNU_SOURCE
#include "apart.h"
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

// Between fork and exec only what signal-safety(7) names: other threads may hold any lock.
static void tell_and_end(int pipe, int code) {
    ssize_t ignored = write(pipe, &code, sizeof code);
    (void)ignored;
    _exit(127);
}

static void become(const char *program, char *const *arguments, const char *output, int report) {
    sigset_t none;
    sigemptyset(&none);
    // Threads of a pool block signals, and exec would keep that.
    sigprocmask(SIG_SETMASK, &none, NULL);
    for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
    int in = open("/dev/null", O_RDONLY), out = open(output, O_WRONLY | O_APPEND | O_CREAT, 0600);
    if (in < 0 || out < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0) tell_and_end(report, errno);
    if (dup2(report, 3) < 0 || fcntl(3, F_SETFD, FD_CLOEXEC) < 0) tell_and_end(report, errno);
#ifdef SYS_close_range
    if (syscall(SYS_close_range, 4U, ~0U, 0U) < 0)
#endif
        for (int other = 4; other < 4096; other++) close(other);
    execv(program, arguments);
    tell_and_end(3, errno);
}

int clinux_start_apart(const char *program, char *const *arguments, const char *output) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
    pid_t child = fork();
    if (child < 0) {
        int code = errno;
        close(ends[0]);
        close(ends[1]);
        return -code;
    }
    if (child == 0) {
        setsid();
        // The second one is nobody's child: init takes it, and it ends with nobody.
        pid_t second = fork();
        if (second < 0) tell_and_end(ends[1], errno);
        if (second > 0) _exit(0);
        become(program, arguments, output, ends[1]);
    }
    close(ends[1]);
    int code = 0;
    ssize_t count;
    while ((count = read(ends[0], &code, sizeof code)) < 0 && errno == EINTR) {}
    close(ends[0]);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    return count == (ssize_t)sizeof code ? -code : 0;
}

void clinux_return_memory(void) {
    mallopt(M_ARENA_MAX, 2);
    malloc_trim(0);
}
