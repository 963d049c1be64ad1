import Estate
import Foundation
import Shell
import Testing

/// Copies whose sources, targets and processes fail for real: nbdkit's filters, kill, small file systems. Needs root.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct TransferFlowTests {
    // A copy of a day is killed more than once; each time it must go on, and not send everything again.
    @Test(.timeLimit(.minutes(6))) func `killed twenty times at random, a copy ends equal and sends little twice`()
        async throws
    {
        let scene = try await CopyScene(mebibytes: 256)
        let (uri, server) = try await scene.serve(["rate", "stats"], ["rate=120M", "statsfile=\(scene.folder)/stats"])
        var random = SystemRandomNumberGenerator()
        var written = 0
        for round in 1...20 {
            let copy = try await scene.start(
                [scene.program, "copy", uri, "\(scene.folder)/x.raw", "--resume", "--skip-verify"])
            try await Waiting.until("copy \(round) writes") {
                Waiting.allocated("\(scene.folder)/x.raw.part") > written || !copy.isRunning
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...300, using: &random)))
            #expect(copy.isRunning, "copy \(round) ended before it could be killed")
            kill(copy.processIdentifier, SIGKILL)
            try await scene.ended(copy)
            written = Waiting.allocated("\(scene.folder)/x.raw.part")
        }
        let last = try await scene.copy(uri, "\(scene.folder)/x.raw", "--resume", "--skip-verify", "--json")
        #expect(last.status == 0, "\(last.standardError)")
        #expect(try await scene.equals("\(scene.folder)/x.raw"))
        server.interrupt()
        try await scene.ended(server)
        let stats = try String(contentsOfFile: "\(scene.folder)/stats", encoding: .utf8)
        let sent = try #require(Self.bytesRead(stats))
        print("killed 20 times: \(Int(sent) >> 20) MiB sent of \(scene.used >> 20) MiB used")
        #expect(sent <= 1.1 * Double(scene.used))
    }

    /// nbdkit's `read: 123 ops, 0.5 s, 256.00 MiB, …` in bytes.
    private static func bytesRead(_ stats: String) -> Double? {
        guard let line = stats.split(separator: "\n").first(where: { $0.hasPrefix("read:") }) else { return nil }
        let words = line.split { $0 == " " || $0 == "," }
        let units: [String: Double] = ["bytes": 1, "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824]
        for (index, word) in words.enumerated() {
            if index > 0, let unit = units[String(word)], let value = Double(words[index - 1]) { return value * unit }
        }
        return nil
    }

    // The other side dies as often: the server reboots, its OOM killer strikes.
    @Test(.timeLimit(.minutes(4))) func `p2v-source killed again and again is started again`() async throws {
        let scene = try await CopyScene(mebibytes: 128)
        let copy = try await scene.start(
            [scene.program, "copy", scene.disk, "\(scene.folder)/x.raw", "--limit", "20M"], log: "\(scene.folder)/log")
        for round in 1...4 {
            var children: [Int32] = []
            try await Waiting.until("p2v-source runs for the time \(round)") {
                children = try await Shell.run(Command(["pgrep", "-P", String(copy.processIdentifier)])).text
                    .split(separator: "\n").compactMap { Int32($0) }
                return !children.isEmpty || !copy.isRunning
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...600)))
            #expect(copy.isRunning, "the copy ended before its source was killed for the time \(round)")
            for child in children { kill(child, SIGKILL) }
            try await Waiting.until("the killed one is gone") { children.allSatisfy { kill($0, 0) != 0 } }
        }
        try await scene.ended(copy)
        let said = try String(contentsOfFile: "\(scene.folder)/log", encoding: .utf8)
        #expect(copy.terminationStatus == 0, "\(said)")
        #expect(try await scene.equals("\(scene.folder)/x.raw"))
    }

    // A disk that answers at the second try is copied; one with bad places stops the copy, or is copied with leave.
    @Test(.timeLimit(.minutes(4))) func `read errors are tried again, then named, then left out with leave`()
        async throws
    {
        let scene = try await CopyScene(mebibytes: 16)
        let (shaky, first) = try await scene.serve(["error"], ["error-pread=EIO", "error-pread-rate=20%"])
        let retried = try await scene.copy(shaky, "\(scene.folder)/a.raw", "--allow-holes", "--skip-verify", "--json")
        first.terminate()
        #expect(retried.status == 0, "\(retried.standardError)")
        #expect(try await scene.equals("\(scene.folder)/a.raw") && !retried.text.contains("holes"))

        try """
        # a map of a rescue: the second MiB has a bad place of 8 KiB
        0x00000000 +
        0x00000000 0x00101000 +
        0x00101000 0x00002000 -
        0x00103000 0x01EFD000 +
        """.write(toFile: "\(scene.folder)/map", atomically: true, encoding: .utf8)
        let (bad, second) = try await scene.serve(["ddrescue"], ["ddrescue-mapfile=\(scene.folder)/map"])
        let refused = try await scene.copy(bad, "\(scene.folder)/b.raw")
        #expect(refused.status == 1 && refused.standardError.contains("bytes 1052672 to"))
        let allowed = try await scene.copy(bad, "\(scene.folder)/b.raw", "--resume", "--allow-holes", "--json")
        second.terminate()
        #expect(allowed.status == 0, "\(allowed.standardError)")
        #expect(allowed.text.contains("\"first\" : 1052672") && allowed.text.contains("\"end\" : 1060864"))
        #expect(try await scene.verify("\(scene.folder)/b.raw").status == 0)
    }

    // A source that hangs must not hang the night's work with it.
    @Test(.timeLimit(.minutes(2))) func `a source that gives no sign of life ends the copy in time`() async throws {
        let scene = try await CopyScene(mebibytes: 64)
        let (uri, server) = try await scene.serve(["rate"], ["rate=80M"])
        async let copied = scene.copy(uri, "\(scene.folder)/x.raw", "--stall", "3")
        try await Waiting.until("the copy writes") { Waiting.allocated("\(scene.folder)/x.raw.part") > 4 << 20 }
        let start = ContinuousClock.now
        kill(server.processIdentifier, SIGSTOP)
        let result = try await copied
        #expect(result.status == 1 && result.standardError.contains("no answer for 3 s"), "\(result.standardError)")
        #expect(ContinuousClock.now - start < .seconds(40))
        kill(server.processIdentifier, SIGCONT)
        let resumed = try await scene.copy(uri, "\(scene.folder)/x.raw", "--resume")
        #expect(resumed.status == 0, "\(resumed.standardError)")
        server.terminate()
        #expect(try await scene.equals("\(scene.folder)/x.raw"))
    }

    // An SR that is too small is told before the copy; one that fills up meanwhile keeps what is there.
    @Test(.timeLimit(.minutes(3))) func `a full SR is refused at the start and resumed from the middle`() async throws {
        let scene = try await CopyScene(mebibytes: 32)
        let small = try await SmallFileSystem(mebibytes: 16)
        let refused = try await scene.copy(scene.disk, small.path + "/x.raw")
        #expect(refused.status == 3 && refused.standardError.contains("free"), "\(refused.standardError)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: small.path).isEmpty)
        try await small.grow(mebibytes: 80)
        async let copied = scene.copy(scene.disk, small.path + "/x.raw", "--limit", "16M")
        try await Waiting.until("the copy writes") { Waiting.allocated(small.path + "/x.raw.part") > 2 << 20 }
        try await scene.sh("dd if=/dev/zero of=\"$0/ballast\" bs=1M count=60 status=none", small.path)
        let stopped = try await copied
        #expect(stopped.status == 1 && stopped.standardError.contains("No space left"), "\(stopped.standardError)")
        #expect(!FileManager.default.fileExists(atPath: small.path + "/x.raw"))
        try FileManager.default.removeItem(atPath: small.path + "/ballast")
        let resumed = try await scene.copy(scene.disk, small.path + "/x.raw", "--resume")
        #expect(resumed.status == 0, "\(resumed.standardError)")
        #expect(try await scene.equals(small.path + "/x.raw"))
        try await small.remove()
    }

    // A byte that flips on its way must be found and mended before the image is published; one that flips later on the SR's
    // disk must be found.
    @Test(.timeLimit(.minutes(3))) func `a byte flipped in flight or on the target is found`() async throws {
        let scene = try await CopyScene(mebibytes: 8)
        let socket = "\(scene.folder)/flip.sock"
        let server = try await scene.start([
            "nbdkit", "-f", "-U", socket, "eval", "get_size=stat -Lc %s '\(scene.disk)'",
            """
            pread=dd if='\(scene.disk)' bs=1 skip=$4 count=$3 iflag=skip_bytes,count_bytes bs=1M status=none > $tmpdir/p
            if [ $4 = 1048576 ] && [ ! -e '\(scene.folder)/flipped' ]; then
              touch '\(scene.folder)/flipped'; printf '\\377\\000\\377' | dd of=$tmpdir/p bs=1 seek=77 conv=notrunc status=none
            fi
            cat $tmpdir/p
            """,
        ])
        try await Waiting.until("nbdkit serves") { FileManager.default.fileExists(atPath: socket) }
        let uri = "nbd+unix:///?socket=\(socket)"
        let first = try await scene.copy(uri, "\(scene.folder)/x.raw")
        server.terminate()
        #expect(FileManager.default.fileExists(atPath: "\(scene.folder)/flipped"))
        #expect(first.status == 0, "\(first.standardError)")
        #expect(first.text.contains("\n2 "), "the chunk was copied again: \(first.text)")
        #expect(try await scene.equals("\(scene.folder)/x.raw"))
        #expect(try await scene.verify("\(scene.folder)/x.raw").status == 0)
        try await scene.sh(
            "printf '\\125' | dd of=\"$0/x.raw\" bs=1 seek=5000000 conv=notrunc status=none", scene.folder)
        let found = try await scene.verify("\(scene.folder)/x.raw")
        #expect(found.status == 5 && found.standardError.contains("byte 4194304"), "\(found.standardError)")
    }

    // Two copies into one image would mix two disks; a target that vanishes must not pass as copied.
    @Test(.timeLimit(.minutes(3))) func `one image has one copy, and a removed one is an error`() async throws {
        let scene = try await CopyScene(mebibytes: 64)
        async let first = scene.copy(scene.disk, "\(scene.folder)/x.raw", "--limit", "40M")
        try await Waiting.until("the copy writes") { Waiting.allocated("\(scene.folder)/x.raw.part") > 2 << 20 }
        let second = try await scene.copy(scene.disk, "\(scene.folder)/x.raw", "--resume")
        #expect(second.status == 4 && second.standardError.contains("has held it for"), "\(second.standardError)")
        try FileManager.default.removeItem(atPath: "\(scene.folder)/x.raw.part")
        #expect(try await first.status != 0)
        #expect(!FileManager.default.fileExists(atPath: "\(scene.folder)/x.raw"))
    }

    // A disk of another size is another disk.
    @Test(.timeLimit(.minutes(2)), arguments: ["+1M", "-1M"])
    func `a disk that changed its size between passes is refused`(change: String) async throws {
        let scene = try await CopyScene(mebibytes: 8)
        let synced = try await Shell.run(Command([scene.program, "sync", scene.disk, "\(scene.folder)/x.raw"]))
        #expect(synced.status == 0, "\(synced.standardError)")
        try await scene.sh("truncate -s $1 \"$0\"", scene.disk, change)
        let resumed = try await scene.copy(scene.disk, "\(scene.folder)/x.raw", "--resume")
        #expect(resumed.status == 3 && resumed.standardError.contains("16777216"), "\(resumed.standardError)")
    }

    // The promise of a warm copy: what the VM gets is what the server had when it was held still, bit for bit.
    @Test(.timeLimit(.minutes(15))) func `a warm copy under a writer equals the frozen source`() async throws {
        let rounds = Int(ProcessInfo.processInfo.environment["P2V_ROUNDS"] ?? "") ?? 3
        let server = try await WrittenServer()
        var passes: [String] = []
        for round in 1...rounds {
            let image = "\(server.scene.folder)/warm\(round).raw"
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...800)))
            let warm = try await Shell.run(Command([server.scene.program, "sync", server.device, image]))
            #expect(warm.status == 0, "round \(round): \(warm.standardError)")
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...800)))
            try await Shell.check(Command("fsfreeze", "--freeze", server.mount))
            let last = try await server.scene.copy(server.device, image, "--resume")
            // e2image picks what the file system uses, by its own reading of it: free space is not copied. The file
            // below the loop device is read, since the device's own cache does not know what the file system writes.
            let equal = try await Shell.run(
                Command([
                    "bash", "-c",
                    """
                    set -e; cd "$1"; e2image -raf loop used 2>&1; e2image -raf "$0" copied 2>&1; cmp used copied
                    """, image, server.scene.folder,
                ]))
            try await Shell.check(Command("fsfreeze", "--unfreeze", server.mount))
            #expect(last.status == 0, "round \(round): \(last.standardError)")
            #expect(equal.status == 0, "round \(round): \(equal.text)")
            passes.append(last.text)
            try FileManager.default.removeItem(atPath: image)
        }
        print("\(rounds) warm copies equal their frozen source; passes of the last:\n\(passes.last ?? "")")
        try await server.end()
    }

    // The same held still by p2v itself: the image must be a file system that needs no repair beyond its journal.
    @Test(.timeLimit(.minutes(5))) func `a file system that p2v freezes is copied whole`() async throws {
        let server = try await WrittenServer()
        for round in 1...2 {
            let image = "\(server.scene.folder)/held\(round).raw"
            let copied = try await server.scene.copy(
                server.device, image, "--passes", "1", "--freeze", server.mount, "--json")
            #expect(copied.status == 0, "round \(round): \(copied.standardError)")
            #expect(copied.text.contains("heldSeconds"))
            let checked = try await Shell.run(Command(["e2fsck", "-fy", image]))
            #expect(checked.status <= 1, "round \(round): \(checked.text)")
        }
        try await server.end()
    }
}
