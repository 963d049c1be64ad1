internal import Estate

/// The virtual hardware that all hosts of a pool can give, so that a machine made on one runs on every other.
struct Platform: Sendable, Hashable {
    /// `kvm`, `qemu` or `xen`.
    var type: String
    /// The newest versioned machine type that all hosts know: an alias would mean different things on two hosts.
    var machine: String
    var cpuModel: String
    var uefi: Bool

    /// - Parameter hosts: those that answered; at least one.
    static func common(_ hosts: [HostAbilities]) throws(Failure) -> Platform {
        guard let first = hosts.first else { throw refusal("no host answered", "see `p2v pool`") }
        let types = hosts.dropFirst().reduce(first.types) { $0.intersection($1.types) }
        // Xen gives every guest the host's processor, so there is no model to choose; libvirt's driver knows no UEFI
        // that it announces.
        if types == ["xen"] { return Platform(type: "xen", machine: "xenfv", cpuModel: "", uefi: false) }
        guard let type = ["kvm", "qemu"].first(where: types.contains) else {
            throw refusal("its hosts have no hypervisor in common", "see the hosts' versions in `p2v pool`")
        }
        let machines = hosts.dropFirst().reduce(first.machines) { $0.intersection($1.machines) }
        guard let machine = newest(machines) else {
            throw refusal("its hosts have no q35 machine type in common", "bring the hosts to one version of QEMU")
        }
        let models = hosts.dropFirst().reduce(first.cpuModels) { $0.intersection($1.cpuModels) }
        guard let model = CPULadder.best(of: models, software: type == "qemu") else {
            throw refusal("its hosts have no CPU model in common", "take the odd host out of the pool file")
        }
        return Platform(type: type, machine: machine, cpuModel: model, uefi: hosts.allSatisfy(\.uefi))
    }

    /// Of `pc-q35-7.2`, `pc-q35-10.0`, `q35` the second.
    static func newest(_ machines: Set<String>) -> String? {
        let versions = machines.compactMap { name -> (name: String, version: [Int])? in
            guard name.hasPrefix("pc-q35-") else { return nil }
            let parts = name.dropFirst(7).split(separator: ".").map { Int($0) }
            let version = parts.compactMap(\.self)
            return version.count == parts.count && !version.isEmpty ? (name, version) : nil
        }
        return versions.max { $0.version.lexicographicallyPrecedes($1.version) }?.name
    }

    private static func refusal(_ because: String, _ next: String) -> Failure {
        Failure("choose virtual hardware", on: "the pool", because: because, next: next, exit: .refused)
    }
}

/// Named CPU models, best first.
enum CPULadder {
    private static let families = [
        "SapphireRapids", "EPYC-Genoa", "Icelake-Server", "EPYC-Milan", "Cooperlake", "Cascadelake-Server", "EPYC-Rome",
        "Skylake-Server", "EPYC", "Skylake-Client", "Broadwell", "Haswell", "Opteron_G5", "IvyBridge", "Opteron_G4",
        "SandyBridge", "Westmere", "Nehalem", "Opteron_G3", "Penryn", "Opteron_G2", "Conroe", "Opteron_G1",
    ]

    /// The levels of the x86-64 psABI: AVX2 and its like make the third, SSE4.2 and POPCNT the second. What is not known
    /// is the first.
    static func level(of model: String) -> Int {
        let family = families.first { model == $0 || model.hasPrefix($0 + "-") }
        guard let family, let place = families.firstIndex(of: family) else { return 1 }
        if place <= families.firstIndex(of: "Haswell") ?? 0 { return 3 }
        return ["Opteron_G3", "Penryn", "Opteron_G2", "Conroe", "Opteron_G1"].contains(family) ? 1 : 2
    }

    /// Variants of a family. TSX is off on most processors since its errata: a model with it moves to few hosts.
    private static let variants = ["-noTSX-IBRS", "-noTSX", "-IBRS", "-IBPB", ""]

    /// - Parameter software: emulated processors get a modest model: each newer instruction set costs translation.
    static func best(of models: Set<String>, software: Bool) -> String? {
        let ladder = software ? ["Nehalem"] : families
        let named = ladder.lazy.flatMap { family in variants.map { family + $0 } }.first { models.contains($0) }
        return named ?? ["qemu64", "kvm64"].first { models.contains($0) }
    }
}
