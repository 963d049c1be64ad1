internal import Estate

/// A server that is ready to be placed, or the reason why it stays.
enum SizedServer: Sendable {
    case ready(PlannedServer)
    case leftOut(LeftOut)

    /// The PlannedServer has no host and no SR yet.
    static func of(_ profile: ServerProfile, in request: PlanRequest) -> SizedServer {
        func left(_ reason: String) -> SizedServer { .leftOut(LeftOut(server: profile.name, reason: reason)) }
        if let wish = request.rules.leaveOut?.first(where: { $0.server == profile.name }) { return left(wish.reason) }
        if let concern = profile.concerns.first(where: { $0.severity == .critical }) {
            return left("\(concern.id): \(concern.seen); \(concern.advice)")
        }
        guard let firmware = profile.boot.firmware.value else {
            return left("its firmware is not known (\(profile.boot.firmware.reason ?? "")); scan it as root")
        }
        guard profile.disks.value != nil else {
            return left("its disks are not known (\(profile.disks.reason ?? "")); scan it as root")
        }
        let history = request.history[profile.name] ?? []
        guard let size = MachineSize.of(profile, history: history, policy: request.policy) else {
            return left("its processor or memory is not known; scan it again")
        }
        let images = Images.of(profile, on: request.pool.kind ?? .libvirt)
        guard !images.disks.isEmpty else { return left("it has no disk that can be copied") }
        let cutOver = CutOverChoice.of(profile)
        let proof = ProofChoice.of(profile, added: request.proofs[profile.name] ?? [])
        let uuid = UUIDChoice.of(profile, among: request.profiles + request.others)
        var server = PlannedServer(
            server: profile.name, address: profile.address, host: "", storage: "", vcpus: size.vcpus,
            memoryMiB: size.memoryMiB, firmware: firmware, disks: images.disks,
            interfaces: VirtualInterfaces.of(profile, network: request.pool.network), cutOver: cutOver.cutOver,
            proof: proof.proof,
            reasons: [size.reason] + images.remarks + cutOver.remarks + proof.remarks + uuid.remarks)
        server.uuid = uuid.uuid
        if server.interfaces.isEmpty {
            server.reasons.append(
                "network: no interface, since no MAC address is known; scan it before it is converted")
        }
        return .ready(server)
    }
}
