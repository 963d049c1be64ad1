#include "CDigest.h"
#include "blake3.h"
#include <stdlib.h>

// Four lanes for every x86-64 (and other processors with vectors of 128 bits), eight where there is AVX2.

typedef uint32_t vector4 __attribute__((vector_size(16)));
typedef uint32_t vector8 __attribute__((vector_size(32)));

static inline void transpose4(vector4 r[4]) {
    vector4 a = __builtin_shufflevector(r[0], r[1], 0, 4, 1, 5), b = __builtin_shufflevector(r[0], r[1], 2, 6, 3, 7);
    vector4 c = __builtin_shufflevector(r[2], r[3], 0, 4, 1, 5), d = __builtin_shufflevector(r[2], r[3], 2, 6, 3, 7);
    r[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
    r[1] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
    r[2] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
    r[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}

#define LANES 4
#define VECTOR vector4
#define NAME(x) x##4
#define TRANSPOSE transpose4
#define TARGET
#include "lanes.h"
#undef LANES
#undef VECTOR
#undef NAME
#undef TRANSPOSE
#undef TARGET

#if defined(__x86_64__)
__attribute__((target("avx2"))) static inline void transpose8(vector8 r[8]) {
    vector8 p[8], q[8];
    for (int i = 0; i < 8; i += 2) {
        p[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
        p[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
    }
    for (int i = 0; i < 8; i += 4)
        for (int k = 0; k < 2; k++) {
            q[i + 2 * k] = __builtin_shufflevector(p[i + k], p[i + k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
            q[i + 2 * k + 1] = __builtin_shufflevector(p[i + k], p[i + k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
        }
    for (int i = 0; i < 4; i++) {
        r[i] = __builtin_shufflevector(q[i], q[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        r[i + 4] = __builtin_shufflevector(q[i], q[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}

#define LANES 8
#define VECTOR vector8
#define NAME(x) x##8
#define TRANSPOSE transpose8
#define TARGET __attribute__((target("avx2")))
#include "lanes.h"

static int has_avx2(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2");
}
#else
static int has_avx2(void) { return 0; }
#define hash8 hash4
#endif

// MARK: One input

static uint32_t rotate(uint32_t x, int n) { return (x >> n) | (x << (32 - n)); }

static void mix(uint32_t *v, int a, int b, int c, int d, uint32_t x, uint32_t y) {
    v[a] += v[b] + x;
    v[d] = rotate(v[d] ^ v[a], 16);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 12);
    v[a] += v[b] + y;
    v[d] = rotate(v[d] ^ v[a], 8);
    v[c] += v[d];
    v[b] = rotate(v[b] ^ v[c], 7);
}

static void compress(uint32_t h[8], const uint8_t *block, uint32_t length, uint64_t counter, uint32_t flags) {
    uint8_t padded[BLOCK] = {0};
    uint32_t m[16], v[16];
    memcpy(padded, block, length);
    for (int i = 0; i < 16; i++)
        m[i] = padded[4 * i] | padded[4 * i + 1] << 8 | padded[4 * i + 2] << 16 | (uint32_t)padded[4 * i + 3] << 24;
    memcpy(v, h, 32);
    memcpy(v + 8, IV, 16);
    v[12] = (uint32_t)counter;
    v[13] = (uint32_t)(counter >> 32);
    v[14] = length;
    v[15] = flags;
    for (int round = 0; round < ROUNDS; round++) {
        const uint8_t *o = ORDER[round];
        for (int i = 0; i < 4; i++) mix(v, i, 4 + i, 8 + i, 12 + i, m[o[2 * i]], m[o[2 * i + 1]]);
        for (int i = 0; i < 4; i++)
            mix(v, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4, m[o[8 + 2 * i]], m[o[9 + 2 * i]]);
    }
    for (int i = 0; i < 8; i++) h[i] = v[i] ^ v[i + 8];
}

/// A chunk of at most 1,024 bytes; `root` when it is all there is.
static void hash_chunk(const uint8_t *bytes, size_t length, uint64_t counter, uint32_t root, uint32_t out[8]) {
    memcpy(out, IV, 32);
    size_t at = 0;
    do {
        size_t part = length - at < BLOCK ? length - at : BLOCK;
        int is_last = at + part == length;
        compress(out, bytes + at, (uint32_t)part, counter,
                 (at == 0 ? CHUNK_START : 0) | (is_last ? CHUNK_END | root : 0));
        at += part;
    } while (at < length);
}

static void hash_parent(const uint32_t pair[16], uint32_t root, uint32_t out[8]) {
    uint8_t block[BLOCK];
    for (int i = 0; i < 16; i++)
        for (int k = 0; k < 4; k++) block[4 * i + k] = (uint8_t)(pair[i] >> (8 * k));
    memcpy(out, IV, 32);
    compress(out, block, BLOCK, 0, PARENT | root);
}

// MARK: The tree

/// As many inputs at once as the processor takes; says how many that were.
static size_t hash_some(struct inputs *in, size_t count, int wide, uint32_t *out) {
    if (wide && count >= 8) {
        hash8(in, out);
        return 8;
    }
    if (count < 4) return 0;
    hash4(in, out);
    return 4;
}

static void hash_chunks(const uint8_t *bytes, size_t length, int wide, uint32_t *out) {
    size_t whole = length / CHUNK, at = 0;
    while (at < whole) {
        struct inputs in = {bytes + at * CHUNK, CHUNK, CHUNK / BLOCK, at, 1, 0, CHUNK_START, CHUNK_END};
        size_t done = hash_some(&in, whole - at, wide, out + 8 * at);
        if (done == 0) {
            hash_chunk(bytes + at * CHUNK, CHUNK, at, 0, out + 8 * at);
            done = 1;
        }
        at += done;
    }
    if (length % CHUNK) hash_chunk(bytes + whole * CHUNK, length % CHUNK, whole, 0, out + 8 * whole);
}

/// Pairs become parents, in place; an odd last one waits for the next level. That is BLAKE3's tree, whose left subtrees
/// are the largest powers of two. Says how many are left.
static size_t hash_level(uint32_t *values, size_t count, int wide) {
    size_t pairs = count / 2, at = 0;
    uint32_t out[8 * 8];
    while (at < pairs) {
        struct inputs in = {(const uint8_t *)(values + 16 * at), BLOCK, 1, 0, 0, PARENT, 0, 0};
        size_t done = hash_some(&in, pairs - at, wide, out);
        if (done == 0) {
            hash_parent(values + 16 * at, 0, out);
            done = 1;
        }
        memcpy(values + 8 * at, out, 32 * done);
        at += done;
    }
    if (count % 2) memmove(values + 8 * pairs, values + 8 * (count - 1), 32);
    return pairs + count % 2;
}

int cdigest_blake3(const void *bytes, size_t length, uint64_t result[2]) {
    uint32_t root[8];
    if (length <= CHUNK) {
        hash_chunk(bytes, length, 0, ROOT, root);
    } else {
        size_t count = (length + CHUNK - 1) / CHUNK;
        uint32_t *values = malloc(32 * count);
        if (!values) return -1;
        int wide = has_avx2();
        hash_chunks(bytes, length, wide, values);
        while (count > 2) count = hash_level(values, count, wide);
        hash_parent(values, ROOT, root);
        free(values);
    }
    result[0] = root[0] | (uint64_t)root[1] << 32;
    result[1] = root[2] | (uint64_t)root[3] << 32;
    return 0;
}
