#define _GNU_SOURCE
#include "sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <time.h>

enum { icmp_filter = 1, most_events = 256 };

int clinux_stamp_arrivals(int fd) {
    int on = 1;
    return setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);
}

int clinux_only_echo_replies(int fd) {
    unsigned int dropped = ~1u;
    return setsockopt(fd, SOL_RAW, icmp_filter, &dropped, sizeof dropped);
}

long clinux_receive(int fd, void *buffer, unsigned long size, long long *age) {
    char control[128];
    struct iovec part = {.iov_base = buffer, .iov_len = size};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    *age = 0;
    long length = recvmsg(fd, &message, MSG_DONTWAIT);
    if (length < 0) return -errno;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&message); c; c = CMSG_NXTHDR(&message, c)) {
        if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SO_TIMESTAMPNS) continue;
        struct timespec arrived, now;
        memcpy(&arrived, CMSG_DATA(c), sizeof arrived);
        clock_gettime(CLOCK_REALTIME, &now);
        *age = (now.tv_sec - arrived.tv_sec) * 1000000000LL + (now.tv_nsec - arrived.tv_nsec);
        if (*age < 0) *age = 0;
    }
    return length;
}

void clinux_reset_on_close(int fd) {
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

int clinux_epoll(void) { return epoll_create1(EPOLL_CLOEXEC); }
int clinux_bell(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }
void clinux_ring(int bell) { eventfd_write(bell, 1); }

void clinux_hush(int bell) {
    eventfd_t count;
    eventfd_read(bell, &count);
}

int clinux_watch(int epoll, int fd, int writing, unsigned long long key) {
    struct epoll_event event = {.events = writing ? EPOLLOUT : EPOLLIN, .data.u64 = key};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

int clinux_turn_to_reading(int epoll, int fd, unsigned long long key) {
    struct epoll_event event = {.events = EPOLLIN, .data.u64 = key};
    return epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event);
}

int clinux_wait(int epoll, unsigned long long *keys, int room, long long nanoseconds) {
    struct epoll_event events[most_events];
    struct timespec limit = {.tv_sec = nanoseconds / 1000000000LL, .tv_nsec = nanoseconds % 1000000000LL};
    int count = epoll_pwait2(epoll, events, room < most_events ? room : most_events, &limit, NULL);
    for (int i = 0; i < count; i++) keys[i] = events[i].data.u64;
    return count;
}

void clinux_widen(int fd) {
    int bytes = 4 << 20;
    if (fcntl(fd, F_SETPIPE_SZ, 1 << 20) >= 0) return;
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &bytes, sizeof bytes) != 0)
        setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}
