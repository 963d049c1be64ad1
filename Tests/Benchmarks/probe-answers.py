"""Answers DNS, TCP echo and HTTP on the loopback interface, for probes.sh. Prints its three ports."""

import asyncio
import sys


class Names(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, peer):
        answer = bytes.fromhex("c00c000100010000003c0004c000020a")  # A 192.0.2.10
        self.transport.sendto(data[:2] + b"\x85\x80" + data[4:6] + b"\0\1" + data[8:] + answer, peer)


class Echo(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.transport.write(data)


class Page(Echo):
    def data_received(self, data):
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        self.transport.close()


async def main():
    loop = asyncio.get_running_loop()
    names, _ = await loop.create_datagram_endpoint(Names, local_addr=("127.0.0.1", 0))
    echo = await loop.create_server(Echo, "127.0.0.1", 0)
    page = await loop.create_server(Page, "127.0.0.1", 0)
    print(names.get_extra_info("sockname")[1], *[s.sockets[0].getsockname()[1] for s in (echo, page)])
    sys.stdout.flush()
    await asyncio.Event().wait()


asyncio.run(main())
