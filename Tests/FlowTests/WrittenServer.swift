import Foundation
import Shell
import Testing

/// A mounted file system on a block device, and a program that writes to it without a break.
final class WrittenServer: Sendable {
    let scene: CopyScene
    let device: String
    var mount: String { scene.folder + "/mnt" }
    private let writer: Process

    init() async throws {
        scene = try await CopyScene(mebibytes: 1)
        try await scene.sh(
            """
            cd "$0"; truncate -s 128M loop; mke2fs -q -F -t ext4 loop; mkdir mnt; mount -o loop loop mnt
            dd if=/dev/urandom of=mnt/base bs=1M count=30 status=none; sync
            """, scene.folder)
        device = try await scene.sh("findmnt -no SOURCE \"$0/mnt\"", scene.folder)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        writer = try await scene.start([
            "bash", "-c",
            """
            i=0; while :; do i=$((i+1)); head -c 200000 /dev/urandom > "$0/mnt/f$((i % 40))"
            sha256sum "$0/mnt/f$((i % 40))" >> "$0/mnt/sums"; sync; sleep 0.0$((RANDOM % 10)); done
            """, scene.folder,
        ])
    }

    func end() async throws {
        kill(writer.processIdentifier, SIGKILL)
        try await scene.ended(writer)
        try await scene.sh("umount \"$0/mnt\"", scene.folder)
    }
}
