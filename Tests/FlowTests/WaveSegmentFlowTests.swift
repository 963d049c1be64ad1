import Adaptation
import Foundation
import Shell
import Testing

/// Two real machines on the segment of a wave: a front server that answers only what its back server tells it. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct WaveSegmentFlowTests {
    private static let macs = ["52:54:00:77:01:01", "52:54:00:77:01:02"]

    @Test(.timeLimit(.minutes(15)))
    func `servers of two networks find each other there, and no frame of theirs leaves`()
        async throws
    {
        let scene = try await CopyScene(mebibytes: 4)
        try await buildGuest(in: scene)
        let segment = try await BootSegment.open(
            cards: 2,
            addresses: SegmentAddresses.of([
                .init(address: "10.77.1.60/24", gateway: "10.77.1.1"),
                .init(address: "10.77.2.60/24", gateway: nil),
            ]), seconds: 1200, program: scene.program)
        let capture = try await scene.start(
            ["python3", "-c", Self.capture, scene.folder + "/seen"] + Self.macs, log: scene.folder + "/capture.log")
        defer { capture.terminate() }
        do {
            try await look(segment, scene, capture)
            await segment.close()
        } catch {
            await segment.close()
            throw error
        }
    }

    private func look(_ segment: BootSegment, _ scene: CopyScene, _ capture: Process) async throws {
        let links = try await Shell.check(Command(segment.prefix + ["ip", "-br", "link"]))
        let names = links.split(separator: "\n").compactMap { $0.split { " @".contains($0) }.first.map(String.init) }
        #expect(Set(names) == ["lo", "segment", "card0", "card1"], "\(links)")
        let front = Task { try await machine(segment, scene, 0, "10.77.1.60/24", "10.77.1.1", asks: "10.77.2.60") }
        defer { front.cancel() }
        try await Waiting.until("the front server is there", seconds: 400, every: .seconds(1)) {
            try await segment.answers("ping:10.77.1.60")
        }
        #expect(try await !segment.answers("dns:10.77.1.60/db.lab.test"), "its back server is not there yet")
        let back = Task { try await machine(segment, scene, 1, "10.77.2.60/24", "10.77.2.254", asks: nil) }
        defer { back.cancel() }
        try await Waiting.until("the front server tells what the back server knows", seconds: 400, every: .seconds(1)) {
            try await segment.answers("dns:10.77.1.60/db.lab.test=192.0.2.77")
        }
        #expect(try await segment.answers("ping:10.77.2.60"))
        let said = try String(contentsOfFile: scene.folder + "/capture.log", encoding: .utf8)
        #expect(capture.isRunning, "\(said)")
        let seen = try String(contentsOfFile: scene.folder + "/seen", encoding: .utf8)
        #expect(seen.hasPrefix("0 "), "frames of the guests on this machine's own interfaces, of all: \(seen)")
    }

    /// A guest of the lab's kind with another beginning.
    private func buildGuest(in scene: CopyScene) async throws {
        try await scene.sh(
            """
            bash "$0" "$1/guest" > "$1/guest.log" 2>&1
            mkdir -p "$1/over"; cat > "$1/over/init"; chmod +x "$1/over/init"
            (cd "$1/over" && find . | cpio --create --format=newc --owner=0:0 --quiet) > "$1/over.cpio"
            # The kernel takes another archive only where a multiple of four begins.
            truncate -s %4 "$1/guest/initrd"
            cat "$1/guest/initrd" "$1/over.cpio" > "$1/initrd"
            """.replacing("cat > \"$1/over/init\"", with: "cat > \"$1/over/init\" <<'INIT'\n\(Self.start)\nINIT\n:"),
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appendingPathComponent("Sources/Lab/Files/build-guest.sh").path,
            scene.folder)
    }

    private func machine(
        _ segment: BootSegment, _ scene: CopyScene, _ number: Int, _ address: String, _ gateway: String, asks: String?
    ) async throws {
        let server = asks.map { " p2v.asks=\($0)" } ?? ""
        _ = try await Shell.run(
            Command(
                segment.prefix + [
                    "qemu-system-x86_64", "-accel", "tcg", "-machine", "pc", "-m", "192", "-nodefaults", "-display",
                    "none", "-serial", "file:\(scene.folder)/console\(number)", "-kernel",
                    scene.folder + "/guest/kernel",
                    "-initrd", scene.folder + "/initrd", "-append",
                    "console=ttyS0 panic=1 p2v.address=\(address) p2v.gateway=\(gateway)\(server)", "-netdev",
                    "tap,id=net,ifname=\(BootSegment.card(number)),script=no,downscript=no", "-device",
                    "virtio-net-pci,netdev=net,mac=\(Self.macs[number])",
                ], ownSession: true))
    }

    private static let start = """
        #!/bin/sh
        export PATH=/bin:/usr/sbin
        mount -t proc proc /proc
        mount -t sysfs sysfs /sys
        mount -t devtmpfs dev /dev
        mount -t tmpfs tmpfs /run
        while read -r module; do insmod "/lib/modules/$module"; done </lib/modules/order
        value() { sed -n "s/.*\\bp2v\\.$1=\\([^ ]*\\).*/\\1/p" /proc/cmdline; }
        ip link set lo up
        until [ -e /sys/class/net/eth0 ]; do usleep 20000; done
        ip addr add "$(value address)" dev eth0
        ip link set eth0 up
        ip route add default via "$(value gateway)"
        if [ -n "$(value asks)" ]; then known="--server=$(value asks)"
        else known="--local=/lab.test/ --host-record=db.lab.test,192.0.2.77"; fi
        exec dnsmasq -k -u root -C /dev/null --no-resolv --no-hosts --cache-size=0 $known --pid-file=/run/dnsmasq.pid
        """

    /// Counts the frames of these MAC addresses on all interfaces of this machine: `OURS OF-ALL`.
    private static let capture = """
        import socket, sys, time
        path, macs = sys.argv[1], [bytes.fromhex(mac.replace(":", "")) for mac in sys.argv[2:]]
        wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
        wire.settimeout(0.5)
        ours = count = 0
        told = 0.0
        while True:
            try:
                frame = wire.recv(65536)
                count += 1
                ours += frame[0:6] in macs or frame[6:12] in macs
            except TimeoutError:
                pass
            if time.monotonic() - told > 0.5:
                told = time.monotonic()
                open(path, "w").write(f"{ours} {count}")
        """
}
