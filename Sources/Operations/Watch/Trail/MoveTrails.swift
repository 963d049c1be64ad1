package import Estate
internal import Foundation

/// The moves of this store that can be watched, or could.
package struct MoveTrails: Sendable {
    package let path: String

    package init(_ workspace: Workspace) { path = workspace.storePath + ".moves" }

    /// Names of trails, the newest first.
    package func names() throws -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".jsonl") }
            .map { String($0.dropLast(".jsonl".count)) }.sorted(by: >)
    }

    /// The newest, each with its first line and whether it goes on.
    package func newest(_ count: Int) throws -> [MoveSeen] { try names().prefix(count).compactMap { try move($0) } }

    /// Nil where none of this name is known.
    package func move(_ name: String) throws -> MoveSeen? {
        guard !name.isEmpty, name.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }) else {
            return nil
        }
        let file = "\(path)/\(name).jsonl"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        // The lock first: who ends writes the end before it lets go.
        let isHeld = try ServerLease.isHeld(path: file, on: "the move \(name)")
        let bytes: Data
        do { bytes = try Data(contentsOf: URL(fileURLWithPath: file)) } catch {
            throw Failure(
                "read a move's trail", on: file, because: error.localizedDescription, next: "check its rights")
        }
        // Its last character may be half written.
        return try MoveSeen(name: name, text: String(decoding: bytes, as: UTF8.self), isHeld: isHeld)
    }
}

/// A move as its trail has it: while it goes on, or afterwards.
package struct MoveSeen: Sendable, Hashable {
    package enum Standing: String, Sendable, Hashable, Codable {
        case moving
        case moved
        case failed
        /// Whoever moved it is gone without a word: where the VM runs, the pool says.
        case silent
    }

    package let name: String
    package let head: TrailLine.Head
    package let lines: [TrailLine]
    package let standing: Standing
    /// Lines that cannot be read, by another version perhaps.
    package let unreadable: Int

    /// - Parameter isHeld: somebody still writes it.
    /// - Throws: ``Failure`` when its first line cannot be read.
    package init(name: String, text: String, isHeld: Bool) throws(Failure) {
        // The last line may be half written.
        let whole = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        let decoder = JSONDecoder()
        do {
            head = try decoder.decode(TrailLine.Head.self, from: Data((whole.first ?? "").utf8))
        } catch {
            throw Failure(
                "read a move's trail", on: name, because: "its first line cannot be read", next: "see p2v history")
        }
        var (lines, unreadable) = ([TrailLine](), 0)
        for line in whole.dropFirst() {
            do { lines.append(try decoder.decode(TrailLine.self, from: Data(line.utf8))) } catch { unreadable += 1 }
        }
        (self.name, self.lines, self.unreadable) = (name, lines, unreadable)
        standing =
            switch lines.last(where: { $0.what == "moved" || $0.what == "failed" })?.what {
            case "moved": .moved
            case "failed": .failed
            default: isHeld ? .moving : .silent
            }
    }

    package var end: TrailLine? { lines.last { $0.what == "moved" || $0.what == "failed" } }

    /// What the hypervisor said last of the memory.
    package var progress: TrailLine? { lines.last { $0.what == "progress" && $0.remainingBytes != nil } }

    /// Milliseconds at which the guest stood still, and went on; the second nil while it stands.
    package var pause: (from: Double, to: Double?)? {
        guard let start = lines.last(where: { $0.what == "suspended" && $0.host == head.from })?.milliseconds else {
            return nil
        }
        return (start, lines.first { $0.what == "resumed" && $0.milliseconds >= start }?.milliseconds)
    }

    /// Every answer so far, by probe.
    package var answers: [(probe: String, answers: [TrailLine.Answer])] {
        let told = Dictionary(grouping: lines.filter { $0.what == "probe" }, by: { $0.probe ?? "" })
        return told.sorted { $0.key < $1.key }.map { name, lines in
            (name, lines.flatMap { $0.answers ?? [] }.sorted { $0.at < $1.at })
        }
    }
}
