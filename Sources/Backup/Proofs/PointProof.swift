package import Estate
internal import Foundation

/// What a start of a point has shown: a file `proof-POINT-TIME.json` beside the point's folder, one for each try. It outlives the
/// point: when a VM was last proved is known after that point was pruned.
package struct PointProof: Sendable, Hashable, Codable {
    package static let format = "p2v-backup-proof/1"

    package var format = Self.format
    package var vm: String
    package var uuid: String
    /// The point that was started: `20261130T211500Z`.
    package var point: String
    package var at: Moment
    package var by: String
    package var version = Release.version
    package var proved: Bool
    /// What was waited for: `login prompt`, `dns www.lab.test`.
    package var proof: String
    /// How far the start came; nil where it could not begin.
    package var stage: String?
    /// Seconds from power-on until the proof, or the end.
    package var seconds: Double?
    /// Why it is not proved.
    package var because: String?
    /// Bytes of the point's chunks that were read: what was not read is not proved by a start; `verify` reads all.
    package var readBytes: UInt64?
    /// The console's last words.
    package var lastLines: [String]?
    /// What was asked besides, and decided nothing: the seconds until it answered, or -1.
    package var answers: [String: Double]?

    package init(_ place: PointPlace, at moment: Moment, by: String, proved: Bool, proof: String) {
        (vm, uuid, point) = (place.vm, place.uuid, place.time)
        (at, self.by, self.proved, self.proof) = (moment, by, proved, proof)
    }

    static let (prefix, ending) = ("proof-", ".json")
}

/// What is known of a point's starts: the newest try counts.
package enum ProofState: Sendable, Hashable {
    /// Nobody tried.
    case untried
    case proved(PointProof)
    case failed(PointProof)
    case unknown(because: String)

    package init(_ newest: Observed<PointProof>?) {
        self =
            switch newest {
            case .none: .untried
            case .unknown(let reason): .unknown(because: reason)
            case .known(let proof): proof.proved ? .proved(proof) : .failed(proof)
            }
    }
}

/// A file of a try.
package struct KeptProof: Sendable, Hashable {
    package var vm: String
    package var uuid: String
    package var point: String
    /// When it was tried: `20261201T021500Z`.
    package var time: String
    package var proof: Observed<PointProof>
}

extension BackupRepository {
    /// All tries of all VMs, each VM's oldest first.
    package func proofs() throws -> [KeptProof] {
        var proofs: [KeptProof] = []
        for folder in try DurableFile.names(in: vms) {
            guard let (vm, uuid) = PointPlace.parts(folder) else { continue }
            for name in try DurableFile.names(in: "\(vms)/\(folder)") {
                guard name.hasPrefix(PointProof.prefix), name.hasSuffix(PointProof.ending) else { continue }
                let parts = name.dropFirst(PointProof.prefix.utf8.count).dropLast(PointProof.ending.utf8.count)
                    .split(separator: "-", omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2 else { continue }
                proofs.append(
                    KeptProof(
                        vm: vm, uuid: uuid, point: parts[0], time: parts[1],
                        proof: try read("\(vms)/\(folder)/\(name)", parts[0], uuid)))
            }
        }
        return proofs.sorted { ($0.uuid, $0.time) < ($1.uuid, $1.time) }
    }

    private func read(_ path: String, _ point: String, _ uuid: String) throws -> Observed<PointProof> {
        let bytes = try DurableFile.read(path, limit: 1 << 20)
        guard let proof = try? JSONDecoder().decode(PointProof.self, from: Data(bytes)),
            proof.format == PointProof.format, proof.point == point, proof.uuid == uuid
        else { return .unknown(because: "\(path) is damaged, of another point, or of another version of p2v") }
        return .known(proof)
    }

    /// Keeps what was seen beside the point; the point itself is not touched.
    package func keep(_ proof: PointProof, at place: PointPlace) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let folder = "\(vms)/\(PointPlace.folder(vm: place.vm, uuid: place.uuid))"
        let name = "\(PointProof.prefix)\(place.time)-\(PointPlace.name(of: proof.at))\(PointProof.ending)"
        try DurableFile.write(Array(try encoder.encode(proof)) + [10], to: "\(folder)/\(name)")
        try DurableFile.syncFolder(folder)
    }
}
