// Free space of a mounted file system (ioctl_getfsmap(2)). Plain types only.
#pragma once

/// Free ranges from `from` on, in bytes: how many, or -errno. `next` becomes where to go on, 0 at the end.
int clinux_free_space(
    int fd, unsigned long long from, unsigned long long *starts, unsigned long long *ends, int room,
    unsigned long long *next);
