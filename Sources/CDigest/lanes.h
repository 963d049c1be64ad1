// One input a lane, LANES at once, in vectors of the compiler's; included once for each width. Needs LANES, VECTOR (a
// vector of so many 32-bit words), NAME(x), TRANSPOSE(rows) and TARGET (the attribute that permits the instructions).

TARGET static inline VECTOR NAME(rotate)(VECTOR x, int n) { return (x >> n) | (x << (32 - n)); }

#define MIX(a, b, c, d, x, y)                                                                                          \
    do {                                                                                                               \
        v[a] += v[b] + (x);                                                                                            \
        v[d] = NAME(rotate)(v[d] ^ v[a], 16);                                                                          \
        v[c] += v[d];                                                                                                  \
        v[b] = NAME(rotate)(v[b] ^ v[c], 12);                                                                          \
        v[a] += v[b] + (y);                                                                                            \
        v[d] = NAME(rotate)(v[d] ^ v[a], 8);                                                                           \
        v[c] += v[d];                                                                                                  \
        v[b] = NAME(rotate)(v[b] ^ v[c], 7);                                                                           \
    } while (0)

/// Chaining values of LANES inputs, one after another: eight words each.
TARGET static void NAME(hash)(const struct inputs *in, uint32_t *out) {
    VECTOR h[8], m[16], v[16], low, high;
    for (int i = 0; i < 8; i++) h[i] = (VECTOR){0} + IV[i];
    for (int lane = 0; lane < LANES; lane++) {
        uint64_t counter = in->counter + (in->counts ? lane : 0);
        low[lane] = (uint32_t)counter;
        high[lane] = (uint32_t)(counter >> 32);
    }
    for (int block = 0; block < in->blocks; block++) {
        for (int part = 0; part < 16; part += LANES) {
            for (int lane = 0; lane < LANES; lane++)
                memcpy(&m[part + lane], in->bytes + lane * in->stride + block * BLOCK + part * 4, sizeof(VECTOR));
            TRANSPOSE(m + part);
        }
        uint32_t flags = in->flags | (block == 0 ? in->first : 0) | (block == in->blocks - 1 ? in->last : 0);
        for (int i = 0; i < 8; i++) v[i] = h[i];
        for (int i = 0; i < 4; i++) v[8 + i] = (VECTOR){0} + IV[i];
        v[12] = low;
        v[13] = high;
        v[14] = (VECTOR){0} + BLOCK;
        v[15] = (VECTOR){0} + flags;
#pragma clang loop unroll(full)
        for (int round = 0; round < ROUNDS; round++) {
            const uint8_t *o = ORDER[round];
            MIX(0, 4, 8, 12, m[o[0]], m[o[1]]);
            MIX(1, 5, 9, 13, m[o[2]], m[o[3]]);
            MIX(2, 6, 10, 14, m[o[4]], m[o[5]]);
            MIX(3, 7, 11, 15, m[o[6]], m[o[7]]);
            MIX(0, 5, 10, 15, m[o[8]], m[o[9]]);
            MIX(1, 6, 11, 12, m[o[10]], m[o[11]]);
            MIX(2, 7, 8, 13, m[o[12]], m[o[13]]);
            MIX(3, 4, 9, 14, m[o[14]], m[o[15]]);
        }
        for (int i = 0; i < 8; i++) h[i] = v[i] ^ v[i + 8];
    }
    for (int lane = 0; lane < LANES; lane++)
        for (int i = 0; i < 8; i++) out[lane * 8 + i] = h[i][lane];
}
#undef MIX
