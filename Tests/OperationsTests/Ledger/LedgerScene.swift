import Estate
import Foundation
import ImageStores
@testable import Operations
import Store

/// A pool's state in a folder, as two machines' p2v would see it through their own opening of the place.
struct LedgerScene {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("p2v-ledger-\(UUID().uuidString)")
    var place: String { root.appendingPathComponent("sr").path }
    var folder: String { place + "/.p2v" }

    init() throws {
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    }

    func workspace(_ user: String, now: Double = 1_800_000_000, unlock: String? = nil) -> Workspace {
        Workspace(
            storePath: root.appendingPathComponent("\(user)/p2v.sqlite").path,
            poolPath: root.appendingPathComponent("pool.yaml").path, unlock: unlock, who: "\(user)@console",
            now: { Moment(seconds: now) })
    }

    /// - Parameter user: has a store of its own.
    func ledger(_ user: String = "anna", now: Double = 1_800_000_000, unlock: String? = nil) throws -> PoolLedger {
        let workspace = workspace(user, now: now, unlock: unlock)
        return PoolLedger(
            on: try DirectoryImageStore(path: place), workspace: workspace,
            carried: CarriedState(store: try workspace.openStore()))
    }

    func files() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder).sorted() }

    func overwrite(_ name: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
    }

    func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }

    func end() { try? FileManager.default.removeItem(at: root) }
}
