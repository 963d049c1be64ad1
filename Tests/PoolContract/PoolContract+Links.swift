internal import Estate
internal import Pool

extension PoolContract {
    /// On these rests that a VM and the server that it was never answer at one address.
    static let links = [
        Promise("links that were taken down stay down through a start, and come up when told to", needs: .links) {
            subject in
            let definition = try await subject.definition("contract-links")
            func require(_ wanted: LinkState, _ when: String) async throws {
                let seen = try await subject.pool.links(ofUUID: definition.uuid, on: subject.first)
                try PoolContract.require(seen == wanted, "\(when) they are \(seen)")
            }
            try await subject.pool.define(definition, on: subject.first)
            try await require(.up, "defined,")
            try await subject.pool.setLinks(up: false, ofUUID: definition.uuid, on: subject.first)
            try await subject.pool.setLinks(up: false, ofUUID: definition.uuid, on: subject.first)
            try await require(.down, "off, and taken down,")
            try await subject.pool.start(definition.name, on: subject.first)
            try await require(.down, "started,")
            try await subject.pool.setLinks(up: true, ofUUID: definition.uuid.uppercased(), on: subject.first)
            try await require(.up, "running, and brought up,")
            try await subject.pool.powerOff(uuid: definition.uuid, on: subject.first)
            try await require(.up, "off again,")
            let macs = try await subject.pool.machine(named: definition.name).macs
            try PoolContract.require(macs == definition.interfaces.map(\.mac), "its cards became \(macs)")
        },
        Promise("a machine that is not there has no links", needs: .links) { subject in
            let definition = try await subject.definition("contract-nolinks")
            try await refused("no machine") {
                try await subject.pool.setLinks(up: true, ofUUID: definition.uuid, on: subject.first)
            }
            try await refused("no machine") {
                _ = try await subject.pool.links(ofUUID: definition.uuid, on: subject.first)
            }
        },
    ]
}
