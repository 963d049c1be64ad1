internal import BlockExport
internal import Estate
internal import Shell
internal import Synchronization

/// Has `p2v-source` digest a disk where it is, and reads what it prints.
struct DigestReader: Sendable {
    let host: SourceHost
    let device: String
    let program: SourceProgram
    let options: SourceOptions

    func run(
        chunkBytes: Int, bytes: UInt64, each: @escaping @Sendable (Int, ChunkDigest) async throws -> Void
    ) async throws {
        let arguments = ["digest", device, "--chunk", String(chunkBytes)] + options.arguments
        let (argv, preamble) = host.command(program, arguments)
        let end = Mutex<Int?>(nil)
        let output = try await Shell.lines(Command(argv, input: preamble, ownSession: true)) { line in
            switch DigestLine(line) {
            case .chunk(let index, let digest): try await each(index, digest)
            case .end(let count): end.withLock { $0 = count }
            case nil: throw failure("p2v-source said \(line.prefix(80))")
            }
        }
        guard output.status == 0 else {
            throw SourceFailure.make(output.standardError, "it ended with \(output.status)", host: host, device: device)
        }
        let expected = ChunkPlan(bytes: bytes, chunkBytes: chunkBytes).count
        guard let count = end.withLock({ $0 }) else { throw failure("the list of digests was cut off") }
        guard count == expected else {
            throw Failure(
                "compare the disk", on: host.name(of: device),
                because: "it had \(expected) chunks of \(chunkBytes) bytes and has now \(count)",
                next: "scan the server and plan again: its disk has another size", exit: .refused)
        }
    }

    private func failure(_ because: String) -> Failure {
        Failure("digest the disk", on: host.name(of: device), because: because, next: "run again with --resume")
    }
}

/// A line that `p2v-source digest` prints.
enum DigestLine: Equatable {
    case chunk(Int, ChunkDigest)
    case end(Int)

    init?(_ line: String) {
        let words = line.split(separator: " ")
        guard words.count == 2 else { return nil }
        if words[0] == "end", let count = Int(words[1]) {
            self = .end(count)
        } else if let index = Int(words[0]), index >= 0, let digest = ChunkDigest(hex: words[1]) {
            self = .chunk(index, digest)
        } else {
            return nil
        }
    }
}
