internal import Estate
internal import Pool

extension PoolContract {
    /// A service is stopped on the strength of a check: what `define` refuses after it costs an outage.
    static let checks = [
        Promise("what check calls fine, define accepts and starts; what define refuses, check had named") { subject in
            let other = try await subject.definition("contract-there")
            try await subject.pool.define(other, on: subject.second)
            for (what, word, change) in variations + (other.disks.isEmpty ? [] : variationsOfDisks) {
                var definition = try await subject.definition("contract-checked")
                change(&definition, other)
                try await agree(definition, what, word, subject)
            }
        },
        Promise("a check changes nothing") { subject in
            let definition = try await subject.definition("contract-look")
            let before = try await subject.pool.machines()
            _ = try await subject.pool.check(definition, on: subject.first)
            try require(try await subject.pool.machines() == before, "the machines changed")
        },
        Promise("a check before the first start names memory that is not left, and an image in use") { subject in
            var running = try await subject.definition("contract-full")
            running.memoryMiB = max(running.memoryMiB, 512)
            try await subject.pool.define(running, on: subject.first)
            try await subject.pool.start(running.name, on: subject.first)
            var large = try await subject.definition("contract-large")
            let host = try await subject.pool.hosts().first { $0.name == subject.first }
            guard let host else { throw Broken(description: "\(subject.first) is missing") }
            large.memoryMiB = Int(host.freeMemoryBytes >> 20) + 1
            large.disks = running.disks
            let found = critical(try await subject.pool.check(large, on: subject.first))
            try require(found.contains { $0.seen.contains("MiB free") }, "no word of memory: \(found)")
            try require(found.contains { $0.seen.contains("in use by") }, "no word of the image: \(found)")
        },
        Promise("a check of a host that is not there is no answer") { subject in
            let definition = try await subject.definition("contract-lost")
            try await refused("nowhere") { _ = try await subject.pool.check(definition, on: "nowhere") }
        },
    ]

    private typealias Variation = (
        what: String, word: String?, change: @Sendable (inout MachineDefinition, MachineDefinition) -> Void
    )

    /// Each with the word that the check must say; nil: it must be fine.
    private static let variations: [Variation] = [
        ("plain", nil, { _, _ in }),
        ("name taken by a machine that is off on another host", "taken", { $0.name = $1.name }),
        ("UUID taken", "taken", { $0.uuid = $1.uuid }),
        ("UUID taken, in capitals", "taken", { $0.uuid = $1.uuid.uppercased() }),
        ("MAC taken", "taken", { one, other in one.interfaces[0].mac = other.interfaces[0].mac.uppercased() }),
        ("MAC twice", "MAC", { one, _ in one.interfaces.append(one.interfaces[0]) }),
        ("more memory than there is", "MiB", { one, _ in one.memoryMiB = 1 << 30 }),
        ("more CPUs than there are", "virtual CPUs", { one, _ in one.vcpus = 4000 }),
        ("a network that no host has", "p2v-nowhere", { one, _ in one.interfaces[0].network = "p2v-nowhere" }),
    ]

    /// For subjects whose machines have disks.
    private static let variationsOfDisks: [Variation] = [
        ("format", "format", { one, _ in one.disks[0].format = "vmdk" }),
        ("no disk", "disk", { one, _ in one.disks = [] }),
    ]

    private static func critical(_ concerns: [Concern]) -> [Concern] {
        concerns.filter { $0.severity == .critical }
    }

    private static func agree(
        _ definition: MachineDefinition, _ what: String, _ word: String?, _ subject: Subject
    ) async throws {
        let named = try await subject.pool.check(definition, on: subject.first)
        let stops = critical(named)
        if let word {
            // A host that cannot tell its bridges says at least that.
            let says = stops + named.filter { $0.id == "start-network-unseen" }
            try require(says.contains { $0.seen.contains(word) }, "\(what): the check does not say \(word): \(named)")
        } else {
            try require(stops.isEmpty, "\(what): the check names \(stops)")
        }
        do {
            try await subject.pool.define(definition, on: subject.first)
        } catch let failure as Failure {
            try require(
                stops.contains { $0.seen == failure.because }, "\(what): define refuses what no check named: \(failure)"
            )
            return
        }
        if stops.isEmpty, word == nil { try await subject.pool.start(definition.name, on: subject.first) }
        try await subject.pool.powerOff(uuid: definition.uuid, on: subject.first)
        try await subject.pool.undefine(uuid: definition.uuid, on: subject.first)
        try require(
            !stops.contains { $0.id.hasPrefix("define-") }, "\(what): define accepts what the check names: \(stops)")
    }
}
