// What probes need of Linux's sockets: kernel receive times, and waiting with nanoseconds. Only plain types here: the
// system's socket headers belong to Swift's Glibc module.
#pragma once

/// Asks the kernel to note when each packet arrived (SO_TIMESTAMPNS).
int clinux_stamp_arrivals(int fd);

/// Lets only echo replies through a raw ICMP socket; otherwise every socket wakes for every packet.
int clinux_only_echo_replies(int fd);

/// recvmsg that never waits: bytes, or -errno. `age` becomes the nanoseconds since the packet reached the kernel, 0
/// where it does not say.
long clinux_receive(int fd, void *buffer, unsigned long size, long long *age);

/// Closes at once with a reset, so that thousands of probe connections leave no TIME_WAIT behind.
void clinux_reset_on_close(int fd);

/// A new epoll set, a new eventfd; both close on exec.
int clinux_epoll(void);
int clinux_bell(void);
void clinux_ring(int bell);
void clinux_hush(int bell);

/// Watches for bytes to read (or room to write) and answers `key`.
int clinux_watch(int epoll, int fd, int writing, unsigned long long key);
int clinux_turn_to_reading(int epoll, int fd, unsigned long long key);

/// Waits up to `nanoseconds` and fills in the keys of what is ready: how many, or -1.
int clinux_wait(int epoll, unsigned long long *keys, int room, long long nanoseconds);

/// Makes room on a socket or pipe that much is sent through: fewer wake-ups on both sides. A hint.
void clinux_widen(int fd);
