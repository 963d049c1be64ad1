import Foundation
import Shell
import Testing

/// Ways to a disk that are not as they should be. Needs root; everything is real: sshd, dd, a slow relay, a failing disk.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct TransferWayFlowTests {
    // An old or odd server is just the one that must leave the room.
    @Test(.timeLimit(.minutes(3))) func `a server that cannot run p2v-source is copied with its own dd`() async throws {
        let scene = try await CopyScene(mebibytes: 40)
        let server = try await ScratchSSHD(scene, port: 10622)
        // The beginning of a program for another processor (ELF, AArch64).
        try await scene.sh(
            "printf '\\177ELF\\2\\1\\1\\0\\0\\0\\0\\0\\0\\0\\0\\0\\2\\0\\267\\0' > \"$0/foreign\"; head -c 4000 /dev/zero >> \"$0/foreign\"",
            scene.folder)
        let image = scene.folder + "/cold.raw"
        let copied = try await Shell.run(
            Command(
                [scene.program, "copy", "ssh://root@bench" + scene.disk, image, "--ssh-config", server.settings],
                environment: ["P2V_SOURCE": scene.folder + "/foreign"]))
        #expect(copied.status == 0, "\(copied.standardError)")
        #expect(copied.standardError.contains("reading the disk with the server's own dd"), "\(copied.standardError)")
        #expect(try await scene.equals(image))
        #expect(try await scene.verify(image).status == 0)
    }

    // A line between two houses is slower than any processor, and a night is short.
    @Test(.timeLimit(.minutes(3))) func `on a slow link a trial chooses compression, on a quick one it does not`()
        async throws
    {
        let scene = try await CopyScene(mebibytes: 1)
        try await scene.sh(
            """
            seq 1 5000000 | head -c 24M > "$0/disk"
            cat > "$0/relay" <<'PY'
            #!/usr/bin/env python3
            import os, selectors, socket, sys, time
            rate = float(os.environ.get("RELAY_RATE", "1e12"))
            peer = socket.create_connection((sys.argv[1], int(sys.argv[2])))
            wait = selectors.DefaultSelector()
            wait.register(0, selectors.EVENT_READ); wait.register(peer, selectors.EVENT_READ)
            total = told = 0
            while True:
                for key, _ in wait.select():
                    if key.fd == 0:
                        data = os.read(0, 65536)
                        if data: peer.sendall(data)
                    else:
                        data = peer.recv(1 << 20)
                        total += len(data)
                        # Seldom: a relay that is busy counting is no quick link.
                        if total - told >= 1 << 20 or not data:
                            told = total
                            with open(f"{os.environ.get('RELAY_COUNT', sys.argv[0])}.{os.getpid()}", "w") as file: file.write(str(total))
                        at = 0
                        while at < len(data): at += os.write(1, data[at:])
                        time.sleep(len(data) / rate)
                    if not data: sys.exit()
            PY
            chmod +x "$0/relay"
            """, scene.folder)
        let server = try await ScratchSSHD(scene, port: 10623, way: scene.folder + "/relay")
        for (rate, packs) in [("2e6", true), ("1e12", false)] {
            let image = "\(scene.folder)/\(rate).raw"
            let count = "\(scene.folder)/count-\(rate)"
            let copied = try await Shell.run(
                Command(
                    [
                        scene.program, "copy", "ssh://root@bench" + scene.disk, image, "--ssh-config", server.settings,
                        "--compress", "auto", "--skip-verify",
                    ], environment: ["RELAY_RATE": rate, "RELAY_COUNT": count]))
            #expect(copied.status == 0, "\(copied.standardError)")
            #expect(try await scene.equals(image))
            let counts = try FileManager.default.contentsOfDirectory(atPath: scene.folder).filter {
                $0.hasPrefix("count-\(rate).")
            }
            let travelled = try counts.map { try String(contentsOfFile: "\(scene.folder)/\($0)", encoding: .utf8) }
                .compactMap { Int($0) }
            print("link of \(rate) bytes a second: \(travelled) bytes travelled for a disk of \(24 << 20)")
            #expect((travelled.reduce(0, +) < 24 << 20) == packs)
        }
    }

    // A disk that loses what it had promised to keep: the copy must not be called done.
    @Test(.timeLimit(.minutes(2))) func `an image that cannot be synced is not published, and is resumed later`()
        async throws
    {
        let scene = try await CopyScene(mebibytes: 16)
        try await scene.sh(
            """
            cat > "$0/shim.c" <<'C'
            #include <errno.h>
            int fdatasync(int fd) { (void)fd; errno = EIO; return -1; }
            C
            $(command -v cc || command -v clang) -shared -fPIC -o "$0/shim.so" "$0/shim.c"
            """, scene.folder)
        let image = scene.folder + "/image.raw"
        let failed = try await Shell.run(
            Command(
                [scene.program, "copy", scene.disk, image], environment: ["LD_PRELOAD": scene.folder + "/shim.so"]))
        #expect(failed.status == 1, "\(failed.standardError)")
        #expect(failed.standardError.contains("sync the image"), "\(failed.standardError)")
        #expect(!FileManager.default.fileExists(atPath: image))
        let resumed = try await scene.copy(scene.disk, image, "--resume")
        #expect(resumed.status == 0, "\(resumed.standardError)")
        #expect(try await scene.equals(image))
    }
}
