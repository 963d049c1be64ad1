// Ethernet frames from a host's bridge, and what the bridge has learned. Plain types only.
#pragma once

/// A raw socket that sends whole frames out of an interface: its number, or -errno.
int clinux_frame_socket(const char *interface);

/// Makes a bridge forget that it saw a MAC address (6 bytes) on one of its ports: 0, or -errno.
int clinux_bridge_forget(const char *port, const unsigned char *mac);
