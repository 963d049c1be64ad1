// Block tracing (Linux, Documentation/trace/blktrace): which blocks of a device are written. Plain types only.
#pragma once

/// Starts tracing writes; `name` (32 bytes) becomes the folder's name under debugfs's block/. 0, or -errno.
int clinux_trace_start(int fd, char *name, unsigned buffer_bytes, unsigned buffers);

/// Ends the tracing of a device.
void clinux_trace_end(int fd);

/// A process of its own that ends the tracing when this one is gone, however it ended: the end of a pipe to keep open,
/// or -errno. Call it before there are threads.
int clinux_trace_guard(int fd);

/// Mounts debugfs for this process only (mount namespace): 0, or -errno. Call it before there are threads.
int clinux_private_debugfs(const char *folder);

/// Runs this thread on one processor, or on all with -1: 0, or -errno.
int clinux_run_on(int processor);
