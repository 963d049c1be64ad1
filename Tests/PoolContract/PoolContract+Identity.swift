internal import Estate
internal import Pool

extension PoolContract {
    /// A machine is ours by its UUID and its mark: a name may be anybody's by now.
    static let identity = [
        Promise("a machine keeps where it came from, off and running") { subject in
            var definition = try await subject.definition("contract-origin")
            definition.origin = .init(server: "contract-server", plan: "plan & <draft>.yaml")
            let made = try await subject.pool.define(definition, on: subject.first)
            try require(made.origin == definition.origin, "it was made with \(String(describing: made.origin))")
            try await subject.pool.start(definition.name, on: subject.first)
            let kept = try await subject.pool.machine(named: definition.name).origin
            try require(kept == definition.origin, "it keeps \(String(describing: kept))")
        },
        Promise("a machine that p2v did not mark has no origin") { subject in
            var definition = try await subject.definition("contract-nomark")
            definition.origin = nil
            try await subject.pool.define(definition, on: subject.first)
            let kept = try await subject.pool.machine(named: definition.name).origin
            try require(kept == nil, "it has \(String(describing: kept))")
        },
        Promise("switching off and forgetting by UUID leave another machine of that name alone") { subject in
            let theirs = try await subject.definition("contract-name")
            let ours = try await subject.definition("contract-ours").uuid
            try await subject.pool.define(theirs, on: subject.first)
            try await subject.pool.start(theirs.name, on: subject.first)
            try await subject.pool.powerOff(uuid: ours, on: subject.first)
            try require(
                try await subject.pool.machine(named: theirs.name).state == .running, "the other one was switched off")
            try await subject.pool.powerOff(uuid: theirs.uuid, on: subject.first)
            try await subject.pool.powerOff(uuid: theirs.uuid.uppercased(), on: subject.first)
            try await subject.pool.undefine(uuid: ours, on: subject.first)
            try require(
                try await subject.pool.machine(named: theirs.name).state == .shutOff, "the other one was forgotten")
            try await subject.pool.undefine(uuid: theirs.uuid, on: subject.first)
            try await subject.pool.undefine(uuid: theirs.uuid, on: subject.first)
            let left = try await subject.pool.machines().contains { $0.uuid.lowercased() == theirs.uuid.lowercased() }
            try require(!left, "it is still known")
        },
        Promise("a running machine cannot be forgotten by its UUID") { subject in
            let definition = try await subject.definition("contract-keepuuid")
            try await subject.pool.define(definition, on: subject.first)
            try await subject.pool.start(definition.name, on: subject.first)
            try await refused("runs") { try await subject.pool.undefine(uuid: definition.uuid, on: subject.first) }
        },
        Promise("a machine of the same name and UUID that another made is not replaced") { subject in
            var theirs = try await subject.definition("contract-theirs")
            theirs.origin = nil
            try await subject.pool.define(theirs, on: subject.first)
            var ours = theirs
            ours.origin = .init(server: "contract-theirs", plan: "plan.yaml")
            ours.memoryMiB += 32
            try await refused("taken") { [ours] in try await subject.pool.define(ours, on: subject.first) }
            let kept = try await subject.pool.machine(named: theirs.name).memoryBytes
            try require(kept == UInt64(theirs.memoryMiB) << 20, "it was replaced")
        },
    ]
}
