/* Preloaded into p2v: ends it with signal 9 before its KILL_AT-th sync, so that what it was about to make durable is so, in
   part, or not at all. At an ordinary end the number of syncs is written to the file KILL_COUNT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static int count;
static void before(void) {
    const char *at = getenv("KILL_AT");
    if (__atomic_add_fetch(&count, 1, __ATOMIC_SEQ_CST) == (at ? atoi(at) : 0)) kill(getpid(), SIGKILL);
}
int fsync(int fd) { before(); return ((int (*)(int))dlsym(RTLD_NEXT, "fsync"))(fd); }
int fdatasync(int fd) { before(); return ((int (*)(int))dlsym(RTLD_NEXT, "fdatasync"))(fd); }
__attribute__((destructor)) static void told(void) {
    const char *path = getenv("KILL_COUNT");
    FILE *file = path ? fopen(path, "w") : 0;
    if (file) { fprintf(file, "%d\n", count); fclose(file); }
}
