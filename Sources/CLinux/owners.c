#include "CLinux.h"
#include "owners.h"
#include <errno.h>
#include <string.h>
#include <sys/vfs.h>

int clinux_file_system_id(int fd, unsigned long long *id) {
    struct statfs status;
    if (fstatfs(fd, &status) < 0) return -errno;
    unsigned words[2];
    memcpy(words, &status.f_fsid, sizeof words);
    *id = (unsigned long long)words[1] << 32 | words[0];
    return 0;
}

// As ioctl_xfs_fsgeometry(2) lays it out, first version: every kernel with XFS answers it.
struct xfs_geometry {
    unsigned block_bytes, realtime_blocks, group_blocks, groups, log_blocks, sector_bytes, inode_bytes, inode_percent;
    unsigned long long blocks, realtime, realtime_extents, log_start;
    unsigned char uuid[16];
    unsigned stripe_unit, stripe_width;
    int version;
    unsigned flags, log_sector_bytes, realtime_sector_bytes, directory_block_bytes;
};

int clinux_xfs_uuid(int fd, unsigned char *uuid) {
    struct xfs_geometry geometry;
    if (ioctl(fd, _IOR('X', 100, struct xfs_geometry), &geometry) < 0) return -errno;
    memcpy(uuid, geometry.uuid, sizeof geometry.uuid);
    return 0;
}

int clinux_is_unclaimed(const char *path) {
    // open(2): O_EXCL without O_CREAT on a block device fails while it is mounted, swapped to, or part of something.
    int fd = open(path, O_RDONLY | O_EXCL | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0) return errno == EBUSY ? 0 : -errno;
    close(fd);
    return 1;
}
