internal import Estate
internal import Pool

extension PoolContract {
    /// Two guests on one image destroy it, and nothing below p2v prevents it.
    static let starts = [
        Promise("a machine that runs is not started again") { subject in
            let definition = try await subject.definition("contract-once")
            try await subject.pool.define(definition, on: subject.first)
            try await subject.pool.start(definition.name, on: subject.first)
            try await refused("runs on \(subject.first)") {
                try await subject.pool.start(definition.name, on: subject.first)
            }
        },
        Promise("an image in use on one host is not started on another") { subject in
            let definition = try await subject.definition("contract-image")
            try await subject.pool.define(definition, on: subject.first)
            try await subject.pool.start(definition.name, on: subject.first)
            var thief = try await subject.definition("contract-thief")
            thief.disks = definition.disks
            try await subject.pool.define(thief, on: subject.second)
            try await refused("in use by \(definition.name)") {
                try await subject.pool.start(thief.name, on: subject.second)
            }
            try await subject.pool.powerOff(definition.name, on: subject.first)
            try await subject.pool.start(thief.name, on: subject.second)
        },
        Promise("of two that start at the same moment on one image, exactly one runs in the end") { subject in
            let one = try await subject.definition("contract-race1")
            var other = try await subject.definition("contract-race2")
            other.disks = one.disks
            let two = other
            try await subject.pool.define(one, on: subject.first)
            try await subject.pool.define(two, on: subject.second)
            for round in 1...3 {
                async let first = outcome { try await subject.pool.start(one.name, on: subject.first) }
                async let second = outcome { try await subject.pool.start(two.name, on: subject.second) }
                let failures = await [first, second].compactMap(\.self)
                let states = try await subject.pool.machines().filter { [one.uuid, two.uuid].contains($0.uuid) }
                    .map(\.state)
                try require(
                    states.filter { $0 == .running }.count == 1 && states.filter { $0 == .shutOff }.count == 1,
                    "round \(round): they are \(states): \(failures)")
                try require(failures.count == 1, "round \(round): not one was told: \(failures)")
                try require(
                    failures.allSatisfy { ($0 as? Failure).map { !$0.next.isEmpty } ?? false }, "no words: \(failures)")
                try await subject.pool.powerOff(uuid: one.uuid, on: subject.first)
                try await subject.pool.powerOff(uuid: two.uuid, on: subject.second)
            }
        },
        Promise("an image that is only read may be shared") { subject in
            var one = try await subject.definition("contract-reader1")
            var two = try await subject.definition("contract-reader2")
            one.disks[0].readOnly = true
            two.disks = one.disks
            try await subject.pool.define(one, on: subject.first)
            try await subject.pool.define(two, on: subject.second)
            try await subject.pool.start(one.name, on: subject.first)
            try await subject.pool.start(two.name, on: subject.second)
        },
    ]

    private static func outcome(_ body: @Sendable () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }
}
