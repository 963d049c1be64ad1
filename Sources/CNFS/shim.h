#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/time.h>
#include <nfsc/libnfs.h>
#include <nfsc/libnfs-raw.h>
#include <nfsc/libnfs-raw-nfs.h>

/* What libnfs keeps behind nfs_get_fh(); the same in its versions 4 and 5. */
struct nfs_fh {
    int len;
    char *val;
};

struct cnfs_commit_answer {
    int is_done;
    int result;
    uint64_t verifier;
};

static inline void cnfs_committed(struct rpc_context *rpc, int status, void *data, void *answer_) {
    struct cnfs_commit_answer *answer = (struct cnfs_commit_answer *)answer_;
    struct COMMIT3res *said = (struct COMMIT3res *)data;
    (void)rpc;
    answer->is_done = 1;
    if (status != RPC_STATUS_SUCCESS) {
        answer->result = status == RPC_STATUS_TIMEOUT ? -ETIMEDOUT : -EIO;
    } else if (said->status != NFS3_OK) {
        answer->result = nfsstat3_to_errno(said->status);
        if (answer->result >= 0) answer->result = -EIO;
    } else {
        memcpy(&answer->verifier, said->COMMIT3res_u.resok.verf, sizeof answer->verifier);
    }
}

/* COMMIT of a whole file. nfs_fsync() sends it, too, and drops the verifier of the answer, which alone tells whether the
   server restarted since and so may have lost what it had not written to its disk.

   Answers 0, or -errno. An answer that may still come after an error needs its memory, which is then left to it. */
static inline int cnfs_commit(struct nfs_context *nfs, struct nfsfh *file, uint64_t *verifier) {
    struct rpc_context *rpc = nfs_get_rpc_context(nfs);
    struct nfs_fh *handle = nfs_get_fh(file);
    struct cnfs_commit_answer *answer;
    struct COMMIT3args args;
    int result;
    if (handle == NULL || handle->val == NULL || handle->len <= 0 || handle->len > NFS3_FHSIZE) return -EBADF;
    answer = (struct cnfs_commit_answer *)calloc(1, sizeof *answer);
    if (answer == NULL) return -ENOMEM;
    memset(&args, 0, sizeof args);
    args.file.data.data_len = (u_int)handle->len;
    args.file.data.data_val = handle->val;
    if (rpc_nfs3_commit_async(rpc, cnfs_committed, &args, answer) != 0) {
        free(answer);
        return -EIO;
    }
    while (!answer->is_done) {
        struct pollfd at = {nfs_get_fd(nfs), (short)nfs_which_events(nfs), 0};
        if (poll(&at, 1, 100) < 0 && errno != EINTR) return -errno;
        if (nfs_service(nfs, at.revents) < 0 && !answer->is_done) return -EIO;
    }
    result = answer->result;
    *verifier = answer->verifier;
    free(answer);
    return result;
}
