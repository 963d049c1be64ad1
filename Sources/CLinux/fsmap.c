#include "fsmap.h"
#include <errno.h>
#include <linux/fsmap.h>
#include <linux/types.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

int clinux_free_space(
    int fd, unsigned long long from, unsigned long long *starts, unsigned long long *ends, int room,
    unsigned long long *next) {
    struct fsmap_head *head = calloc(1, sizeof *head + (size_t)room * sizeof(struct fsmap));
    if (!head) return -ENOMEM;
    head->fmh_count = (unsigned)room;
    head->fmh_keys[0].fmr_physical = from;
    memset(&head->fmh_keys[1], 0xff, sizeof head->fmh_keys[1]);
    memset(head->fmh_keys[1].fmr_reserved, 0, sizeof head->fmh_keys[1].fmr_reserved);
    // Newer kernels refuse a length here (seen with XFS of Linux 6.18); older ones did not look at it.
    head->fmh_keys[1].fmr_length = 0;
    *next = 0;
    if (ioctl(fd, FS_IOC_GETFSMAP, head) < 0) {
        int code = errno;
        free(head);
        return -code;
    }
    int found = 0;
    for (unsigned i = 0; i < head->fmh_entries; i++) {
        struct fsmap *piece = &head->fmh_recs[i];
        if ((piece->fmr_flags & FMR_OF_SPECIAL_OWNER) && piece->fmr_owner == FMR_OWN_FREE) {
            starts[found] = piece->fmr_physical;
            ends[found++] = piece->fmr_physical + piece->fmr_length;
        }
        if (!(piece->fmr_flags & FMR_OF_LAST)) *next = piece->fmr_physical + piece->fmr_length;
    }
    if (head->fmh_entries == 0 || (head->fmh_recs[head->fmh_entries - 1].fmr_flags & FMR_OF_LAST)) *next = 0;
    free(head);
    return found;
}
