internal import Estate
internal import Foundation
internal import Shell

/// A network segment of this machine for several machines that start together: a bridge in a namespace of its own.
///
/// ```
/// namespace: bridge ── card0 (web) · card1 (db) · …      no other interface: there is no way out that could leak
///               └─ the servers' gateways, as far as they are known: proofs are asked from here
/// ```
package struct BootSegment: Sendable {
    /// Put before a command that is to run inside.
    package var prefix: [String]
    /// Whether a probe, as a plan writes it, was answered from inside.
    package var answers: @Sendable (_ probe: String) async throws -> Bool
    package var close: @Sendable () async -> Void

    package init(
        prefix: [String], answers: @escaping @Sendable (String) async throws -> Bool,
        close: @escaping @Sendable () async -> Void
    ) {
        self.prefix = prefix
        self.answers = answers
        self.close = close
    }

    /// The name of a machine's card on the segment, counted over all machines.
    package static func card(_ number: Int) -> String { "card\(number)" }

    /// - Parameters:
    ///   - cards: of all machines.
    ///   - addresses: its own, with their prefix lengths.
    ///   - seconds: after which it goes away, whatever became of this process.
    ///   - program: a `p2v` that asks proofs; nil: this one.
    /// - Throws: ``Failure`` (refused) where this machine lets nobody make one.
    package static func open(
        cards: Int, addresses: [String], seconds: Int, program: String? = nil
    ) async throws -> BootSegment {
        let folder = NSTemporaryDirectory() + "p2v-segment-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        let asRoot = geteuid() == 0
        let command = Command(
            ["unshare", "--net"] + (asRoot ? [] : ["--map-root-user"])
                + ["/bin/sh", "-c", script, folder, String(cards), String(seconds)] + addresses, ownSession: true)
        let holder = Task { try await Shell.run(command, limit: 1 << 16) }
        let close: @Sendable () async -> Void = {
            holder.cancel()
            _ = await holder.result
            try? FileManager.default.removeItem(atPath: folder)
        }
        do {
            let pid = try await pid(in: folder, holder)
            let prefix = ["nsenter", "-t", pid, "-n"] + (asRoot ? [] : ["-U", "--preserve-credentials"])
            return BootSegment(prefix: prefix, answers: { try await ask($0, prefix, program) }, close: close)
        } catch {
            await close()
            throw error
        }
    }

    /// Its shell is the first process of the namespace and keeps it.
    private static let script = """
        set -e
        cards=$1; seconds=$2; shift 2
        ip link set lo up
        ip link add segment type bridge
        ip link set segment up
        for address; do ip address add "$address" dev segment; done
        n=0
        while [ "$n" -lt "$cards" ]; do
            ip tuntap add dev "card$n" mode tap
            ip link set "card$n" master segment up
            n=$((n + 1))
        done
        echo 1 > /proc/sys/net/ipv4/ip_forward || echo "servers of different networks do not reach each other" >&2
        echo $$ > "$0/pid.new"
        mv "$0/pid.new" "$0/pid"
        exec sleep "$seconds"
        """

    private static func pid(in folder: String, _ holder: Task<Output, any Error>) async throws -> String {
        let ended = EndMark()
        Task {
            _ = await holder.result
            await ended.set()
        }
        for _ in 0..<200 {
            let text = try? String(contentsOfFile: folder + "/pid", encoding: .utf8)
            if let pid = text?.trimmingCharacters(in: .whitespacesAndNewlines), Int(pid) != nil { return pid }
            if await ended.isSet { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        let isOver = await ended.isSet
        let said = isOver ? try await holder.value.standardError : "it was not ready within 10 s"
        throw Failure(
            "make a network segment of its own", on: "this machine",
            because: said.isEmpty ? "no reason was given" : said,
            next:
                "run p2v as root, or let users make namespaces and open /dev/net/tun; or rehearse the servers one by one",
            exit: .refused)
    }

    private actor EndMark {
        private(set) var isSet = false
        func set() { isSet = true }
    }

    // MARK: Proofs

    private struct Answer: Decodable {
        struct Probe: Decodable { var sent, lost: Int }
        var probes: [Probe]
    }

    /// This program asks, as another process: only that can be inside.
    private static func ask(_ probe: String, _ prefix: [String], _ program: String?) async throws -> Bool {
        let program = try program ?? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let output = try await Shell.run(
            Command(prefix + [program, "probe", probe, "--rate", "2", "--seconds", "1.5", "--json"], ownSession: true),
            limit: 1 << 20)
        guard output.status == 0 else {
            throw Failure(
                "ask from inside the segment", on: probe, because: output.standardError,
                next: "look at the probe: p2v probe \(probe)")
        }
        let answer = try JSONDecoder().decode(Answer.self, from: Data(output.standardOutput))
        return answer.probes.allSatisfy { $0.sent > $0.lost }
    }
}

/// Where a boot test's machine stands when it is not alone.
package struct BootPlace: Sendable {
    package var segment: BootSegment
    /// Interfaces of the segment, one for each of its cards.
    package var taps: [String]
    /// The plan's proofs, asked from inside once the machine has started; told, and deciding nothing.
    package var proofs: [String]
    /// Waits, when its proofs were asked, until those of the others were: they may need it.
    package var settle: @Sendable () async throws -> Void

    package init(
        segment: BootSegment, taps: [String], proofs: [String], settle: @escaping @Sendable () async throws -> Void
    ) {
        self.segment = segment
        self.taps = taps
        self.proofs = proofs
        self.settle = settle
    }
}
