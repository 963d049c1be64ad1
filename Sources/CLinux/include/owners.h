// What the kernel says of mounted file systems and of open devices. Plain types only.
#pragma once

/// f_fsid of statfs(2) in one number: ext's is made of the file system's UUID. 0, or -errno.
int clinux_file_system_id(int fd, unsigned long long *id);

/// The UUID (16 bytes) of a mounted XFS (ioctl_xfs_fsgeometry(2)): 0, or -errno.
int clinux_xfs_uuid(int fd, unsigned char *uuid);

/// Whether the kernel lets this process alone have a block device for a moment: 1, 0 where somebody has it, or -errno.
int clinux_is_unclaimed(const char *path);
