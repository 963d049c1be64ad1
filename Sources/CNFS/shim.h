#include <errno.h>
#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
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

/* What became of a request. `bytes` and `words` are of libnfs and gone when the receiver returns. */
struct cnfs_answer {
    /* Bytes that were read or written, 0 for a COMMIT, or -errno. */
    int64_t result;
    /* Of the server that took what was written: another one after each of its restarts. */
    uint64_t verifier;
    /* A WRITE: it is on the server's disk already. A READ: the file ends behind these bytes. */
    int is_final;
    const void *bytes;
    const char *words;
};

typedef void (*cnfs_receiver)(void *owner, uint64_t number, const struct cnfs_answer *answer);

/* Who waits for an answer. It belongs to the request and goes with the answer, however late that comes. */
struct cnfs_request {
    cnfs_receiver receiver;
    void *owner;
    uint64_t number;
};

static inline struct cnfs_request *cnfs_request(cnfs_receiver receiver, void *owner, uint64_t number) {
    struct cnfs_request *request = (struct cnfs_request *)malloc(sizeof *request);
    if (request == NULL) return NULL;
    request->receiver = receiver;
    request->owner = owner;
    request->number = number;
    return request;
}

/* Whether the server did it; else the answer says why not. Every answer of NFS begins with its status. */
static inline int cnfs_went_well(int status, void *data, struct cnfs_answer *answer) {
    memset(answer, 0, sizeof *answer);
    if (status == RPC_STATUS_SUCCESS) {
        nfsstat3 said = *(nfsstat3 *)data;
        if (said == NFS3_OK) return 1;
        answer->result = nfsstat3_to_errno(said);
        if (answer->result >= 0) answer->result = -EIO;
        return 0;
    }
    answer->result = status == RPC_STATUS_TIMEOUT ? -ETIMEDOUT : status == RPC_STATUS_CANCEL ? -ECANCELED : -EIO;
    if (status == RPC_STATUS_ERROR) answer->words = (const char *)data;
    return 0;
}

static inline void cnfs_answered(struct cnfs_request *request, const struct cnfs_answer *answer) {
    request->receiver(request->owner, request->number, answer);
    free(request);
}

static inline void cnfs_was_read(struct rpc_context *rpc, int status, void *data, void *request) {
    struct cnfs_answer answer;
    (void)rpc;
    if (cnfs_went_well(status, data, &answer)) {
        READ3resok *said = &((READ3res *)data)->READ3res_u.resok;
        answer.result = said->count <= said->data.data_len ? said->count : -EBADMSG;
        answer.bytes = said->data.data_val;
        answer.is_final = said->eof != 0;
    }
    cnfs_answered((struct cnfs_request *)request, &answer);
}

static inline void cnfs_was_written(struct rpc_context *rpc, int status, void *data, void *request) {
    struct cnfs_answer answer;
    (void)rpc;
    if (cnfs_went_well(status, data, &answer)) {
        WRITE3resok *said = &((WRITE3res *)data)->WRITE3res_u.resok;
        answer.result = said->count;
        memcpy(&answer.verifier, said->verf, sizeof answer.verifier);
        answer.is_final = said->committed == FILE_SYNC;
    }
    cnfs_answered((struct cnfs_request *)request, &answer);
}

static inline void cnfs_was_committed(struct rpc_context *rpc, int status, void *data, void *request) {
    struct cnfs_answer answer;
    (void)rpc;
    if (cnfs_went_well(status, data, &answer))
        memcpy(&answer.verifier, ((COMMIT3res *)data)->COMMIT3res_u.resok.verf, sizeof answer.verifier);
    cnfs_answered((struct cnfs_request *)request, &answer);
}

/* The server's name of an open file: 0, or -errno. */
static inline int cnfs_name(struct nfsfh *file, nfs_fh3 *name) {
    struct nfs_fh *handle = nfs_get_fh(file);
    if (handle == NULL || handle->val == NULL || handle->len <= 0 || handle->len > NFS3_FHSIZE) return -EBADF;
    name->data.data_len = (u_int)handle->len;
    name->data.data_val = handle->val;
    return 0;
}

/* The three below put one request into libnfs' queue: 0, or -errno, and then no answer comes. Many may be under way at once;
   nfs_service() sends them and calls the receivers. They are sent as they are, since the library's own calls drop the
   verifier, which alone tells whether the server restarted and so may have lost what it had not written to its disk. */

static inline int cnfs_read(struct nfs_context *nfs, struct nfsfh *file, uint64_t offset, uint32_t count,
                            struct cnfs_request *request) {
    READ3args args;
    int result;
    memset(&args, 0, sizeof args);
    if (request == NULL) return -ENOMEM;
    result = cnfs_name(file, &args.file);
    args.offset = offset;
    args.count = count;
    if (result == 0 && rpc_nfs3_read_async(nfs_get_rpc_context(nfs), cnfs_was_read, &args, request) != 0)
        result = -ENOMEM;
    if (result != 0) free(request);
    return result;
}

/* The bytes are copied before it returns. */
static inline int cnfs_write(struct nfs_context *nfs, struct nfsfh *file, const void *bytes, uint64_t offset,
                             uint32_t count, struct cnfs_request *request) {
    WRITE3args args;
    int result;
    memset(&args, 0, sizeof args);
    if (request == NULL) return -ENOMEM;
    result = cnfs_name(file, &args.file);
    args.offset = offset;
    args.count = count;
    args.stable = UNSTABLE;
    args.data.data_len = count;
    args.data.data_val = (char *)bytes;
    if (result == 0 && rpc_nfs3_write_async(nfs_get_rpc_context(nfs), cnfs_was_written, &args, request) != 0)
        result = -ENOMEM;
    if (result != 0) free(request);
    return result;
}

/* COMMIT of a whole file. */
static inline int cnfs_commit(struct nfs_context *nfs, struct nfsfh *file, struct cnfs_request *request) {
    COMMIT3args args;
    int result;
    memset(&args, 0, sizeof args);
    if (request == NULL) return -ENOMEM;
    result = cnfs_name(file, &args.file);
    if (result == 0 && rpc_nfs3_commit_async(nfs_get_rpc_context(nfs), cnfs_was_committed, &args, request) != 0)
        result = -ENOMEM;
    if (result != 0) free(request);
    return result;
}

/* Which connection a socket is; another number after each reconnection, 0 where the kernel does not tell. */
static inline uint64_t cnfs_connection(struct nfs_context *nfs) {
    uint64_t cookie = 0;
    socklen_t size = sizeof cookie;
    if (getsockopt(nfs_get_fd(nfs), SOL_SOCKET, SO_COOKIE, &cookie, &size) != 0) return 0;
    return cookie;
}
