internal import Adaptation
internal import Backup
internal import Converter
internal import Estate
internal import Pool

/// One point started on overlays, cut off from every network, its disks served from the repository: nothing is restored, and
/// neither repository nor pool is written to.
struct PointStart: Sendable {
    let repository: BackupRepository
    let place: PointPlace
    let manifest: PointManifest
    let asked: AskedProof
    let limitSeconds: Int
    let workspace: Workspace
    let report: ProgressReport

    /// - Returns: what was seen: a point that is damaged or does not start is not proved.
    /// - Throws: ``Failure`` where nobody could try it here.
    func run() async throws -> PointProof {
        let machine: KeptMachine
        guard !manifest.disks.isEmpty else { return flawed("it has no disk") }
        do {
            guard let known = KeptMachine(xml: try repository.definition(at: place)) else {
                return flawed("its definition is none")
            }
            machine = known
            for disk in manifest.disks { _ = try repository.index(of: disk, at: place) }
        } catch let failure as Failure { return flawed("\(failure.subject): \(failure.because)") }
        let memory = try RehearsalMemory.fitting(
            planned: machine.memoryMiB, available: try RehearsalMemory.available())
        let served = try ServedPoint(repository, place, manifest)
        defer { served.close() }
        return proof(try await test(machine, served, memory).run(report: report), served)
    }

    private func test(
        _ machine: KeptMachine, _ served: ServedPoint, _ memory: Int
    ) -> BootTest {
        let disks = manifest.disks
        let isVirtio = disks.allSatisfy { machine.virtioDisks.contains($0.target) }
        var test = BootTest(
            disks: served.disks,
            target: isVirtio ? .kvm : .plain, firmware: machine.firmware, proof: asked.proof,
            mac: machine.cards.first, address: asked.address, memoryMiB: memory, limitSeconds: limitSeconds)
        test.otherCards = Array(machine.cards.dropFirst())
        test.wishes = asked.wishes
        test.bootDisk = disks.firstIndex { $0.target == machine.bootDisk } ?? 0
        // Nobody knows what it was built for: the newest processor that can be shown.
        test.processorLevel = 4
        return test
    }

    private func proof(_ boot: BootTestReport, _ served: ServedPoint) -> PointProof {
        // A start that got over a damaged chunk proves nothing of the point.
        let damage = served.fault
        var proof = PointProof(
            place, at: workspace.now(), by: workspace.who, proved: boot.proved && damage == nil, proof: boot.proof)
        proof.stage = boot.stage.rawValue
        proof.seconds = (boot.seconds * 10).rounded() / 10
        proof.because = damage.map { "\($0.subject): \($0.because)" } ?? boot.because
        proof.readBytes = served.readBytes
        proof.lastLines = proof.proved ? nil : boot.lastLines
        proof.answers = boot.answers.map { answers in
            Dictionary(answers.map { ($0.proof, $0.seconds ?? -1) }, uniquingKeysWith: min)
        }
        return proof
    }

    private func flawed(_ because: String) -> PointProof {
        var proof = PointProof(
            place, at: workspace.now(), by: workspace.who, proved: false, proof: asked.proof.title)
        proof.because = because
        return proof
    }
}
