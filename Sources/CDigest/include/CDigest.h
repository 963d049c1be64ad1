// BLAKE3's hash of a text, without a key (https://github.com/BLAKE3-team/BLAKE3-specs): written here and not linked,
// since Debian 12 packages no library of it, and p2v-source must run where nothing is installed.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// The first 16 bytes of the hash of `length` bytes, as two little-endian words.
/// Returns 0, or -1 where there was no memory for the tree (32 bytes for each KiB).
int cdigest_blake3(const void *bytes, size_t length, uint64_t result[2]);
