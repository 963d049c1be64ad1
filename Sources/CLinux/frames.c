#define _GNU_SOURCE
#include "frames.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/neighbour.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int clinux_frame_socket(const char *interface) {
    struct sockaddr_ll address = {
        .sll_family = AF_PACKET, .sll_protocol = 0, .sll_ifindex = (int)if_nametoindex(interface)};
    if (address.sll_ifindex == 0) return -errno;
    int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
    if (fd < 0) return -errno;
    if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0) {
        int reason = errno;
        close(fd);
        return -reason;
    }
    return fd;
}

int clinux_bridge_forget(const char *port, const unsigned char *mac) {
    struct {
        struct nlmsghdr header;
        struct ndmsg entry;
        struct rtattr attribute;
        unsigned char mac[8];
    } request = {
        .header = {.nlmsg_len = NLMSG_LENGTH(sizeof(struct ndmsg)) + RTA_SPACE(6),
                   .nlmsg_type = RTM_DELNEIGH,
                   .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK},
        .entry = {.ndm_family = AF_BRIDGE, .ndm_ifindex = (int)if_nametoindex(port), .ndm_flags = NTF_MASTER},
        .attribute = {.rta_len = RTA_LENGTH(6), .rta_type = NDA_LLADDR},
    };
    if (request.entry.ndm_ifindex == 0) return -errno;
    memcpy(request.mac, mac, 6);
    int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    if (fd < 0) return -errno;
    char answer[512];
    int result = -EIO;
    if (send(fd, &request, request.header.nlmsg_len, 0) < 0) {
        result = -errno;
    } else if (recv(fd, answer, sizeof answer, 0) >= (ssize_t)NLMSG_LENGTH(sizeof(struct nlmsgerr))) {
        struct nlmsghdr *header = (struct nlmsghdr *)answer;
        if (header->nlmsg_type == NLMSG_ERROR) result = ((struct nlmsgerr *)NLMSG_DATA(header))->error;
    }
    close(fd);
    return result;
}
