internal import Estate
internal import Pool

extension PoolContract {
    static let life = [
        Promise("a machine starts, is powered off, and is forgotten") { subject in
            let definition = try await subject.definition("contract-life")
            try await subject.pool.define(definition, on: subject.first)
            try await subject.pool.start(definition.name, on: subject.first)
            try require(
                try await subject.pool.machine(named: definition.name).state == .running, "it does not run")
            try await subject.pool.powerOff(definition.name, on: subject.first)
            try await subject.pool.powerOff(definition.name, on: subject.first)
            try require(
                try await subject.pool.machine(named: definition.name).state == .shutOff, "it is not off")
            try await subject.pool.undefine(definition.name, on: subject.first)
            try await subject.pool.undefine(definition.name, on: subject.first)
            let left = try await subject.pool.machines().contains { $0.name == definition.name }
            try require(!left, "it is still known")
        },
        Promise("the same definition may be given again while the machine is off") { subject in
            var definition = try await subject.definition("contract-again")
            try await subject.pool.define(definition, on: subject.first)
            definition.memoryMiB += 32
            try await subject.pool.define(definition, on: subject.first)
            let machines = try await subject.pool.machines().filter { $0.name == definition.name }
            try require(machines.count == 1, "it is there \(machines.count) times")
            try require(
                machines.first?.memoryBytes == UInt64(definition.memoryMiB) << 20, "the old definition stayed")
        },
        Promise("a name that is taken is refused on every host") { subject in
            let definition = try await subject.definition("contract-taken")
            try await subject.pool.define(definition, on: subject.first)
            var other = try await subject.definition("contract-other")
            other.name = definition.name
            try await refused("taken") { try await subject.pool.define(other, on: subject.first) }
            try await refused("taken") { try await subject.pool.define(other, on: subject.second) }
        },
        Promise("a UUID that is taken is refused") { subject in
            let definition = try await subject.definition("contract-uuid")
            try await subject.pool.define(definition, on: subject.first)
            var other = try await subject.definition("contract-uuid2")
            other.uuid = definition.uuid
            try await refused("taken") { try await subject.pool.define(other, on: subject.second) }
        },
        Promise("a definition that is none is refused before anything is made") { subject in
            let good = try await subject.definition("contract-bad")
            for (word, change) in changes {
                var bad = good
                change(&bad)
                guard bad != good else { continue }
                try await refused(word) { try await subject.pool.define(bad, on: subject.first) }
            }
            let known = try await subject.pool.machines().contains { $0.uuid == good.uuid }
            try require(!known, "something was made")
        },
        Promise("a running machine cannot be forgotten") { subject in
            let definition = try await subject.definition("contract-keep")
            try await subject.pool.define(definition, on: subject.first)
            try await subject.pool.start(definition.name, on: subject.first)
            try await refused("runs") { try await subject.pool.undefine(definition.name, on: subject.first) }
        },
        Promise("a machine that nobody knows is named in the refusal") { subject in
            try await refused("contract-nobody") { try await subject.pool.start("contract-nobody", on: subject.first) }
            try await refused("contract-nobody") { _ = try await subject.pool.machine(named: "contract-nobody") }
            try await refused("contract-nobody") {
                try await subject.pool.powerOff("contract-nobody", on: subject.first)
            }
        },
    ]

    private static let changes: [(word: String, change: @Sendable (inout MachineDefinition) -> Void)] = [
        ("name", { $0.name = "../etc" }), ("name", { $0.name = "<a>" }), ("name", { $0.name = "" }),
        ("UUID", { $0.uuid = "1234" }), ("memory", { $0.memoryMiB = 0 }), ("virtual CPUs", { $0.vcpus = 0 }),
        ("format", { if !$0.disks.isEmpty { $0.disks[0].format = "auto" } }),
        ("MAC", { if !$0.interfaces.isEmpty { $0.interfaces[0].mac = "01:00:5e:00:00:01" } }),
    ]
}
