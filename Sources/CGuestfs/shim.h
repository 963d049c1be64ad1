#include <guestfs.h>
#include <string.h>

// What Swift does not import: variadic calls and macros that hold option bits.

static inline guestfs_h *p2v_guestfs_create(void) { return guestfs_create_flags(GUESTFS_CREATE_NO_CLOSE_ON_EXIT); }

// server is NULL for a local file; sector is 0 for the default.
static inline int p2v_guestfs_add_drive(guestfs_h *g, const char *name, const char *format, int readonly,
                                        const char *server, int sector) {
  struct guestfs_add_drive_opts_argv options;
  memset(&options, 0, sizeof options);
  char *servers[2] = {(char *)server, NULL};
  options.bitmask = GUESTFS_ADD_DRIVE_OPTS_READONLY_BITMASK | GUESTFS_ADD_DRIVE_OPTS_FORMAT_BITMASK;
  options.readonly = readonly;
  options.format = format;
  if (server) {
    options.bitmask |= GUESTFS_ADD_DRIVE_OPTS_PROTOCOL_BITMASK | GUESTFS_ADD_DRIVE_OPTS_SERVER_BITMASK;
    options.protocol = "nbd";
    options.server = servers;
  }
  if (sector) {
    options.bitmask |= GUESTFS_ADD_DRIVE_OPTS_BLOCKSIZE_BITMASK;
    options.blocksize = sector;
  }
  return guestfs_add_drive_opts_argv(g, name, &options);
}

static inline int p2v_guestfs_set_e2attrs(guestfs_h *g, const char *path, const char *letters, int clear) {
  struct guestfs_set_e2attrs_argv options;
  memset(&options, 0, sizeof options);
  options.bitmask = GUESTFS_SET_E2ATTRS_CLEAR_BITMASK;
  options.clear = clear;
  return guestfs_set_e2attrs_argv(g, path, letters, &options);
}

static inline int p2v_guestfs_unlock(guestfs_h *g, const char *device, const char *key, const char *name) {
  struct guestfs_cryptsetup_open_argv options;
  memset(&options, 0, sizeof options);
  return guestfs_cryptsetup_open_argv(g, device, key, name, &options);
}

static inline int p2v_guestfs_hivex_open(guestfs_h *g, const char *path, int write) {
  struct guestfs_hivex_open_argv options;
  memset(&options, 0, sizeof options);
  options.bitmask = GUESTFS_HIVEX_OPEN_WRITE_BITMASK;
  options.write = write;
  return guestfs_hivex_open_argv(g, path, &options);
}
