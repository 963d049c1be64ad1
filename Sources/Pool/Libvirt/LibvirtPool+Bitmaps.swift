internal import Estate
internal import Foundation
internal import Libvirt

/// What a guest writes, counted by its QEMU in blocks of 64 KiB, for as long as that QEMU runs.
///
/// ```
/// a new bitmap begins → the moment → the old one is copied, shown, read → the new point is whole → the oldest ones go
/// ```
/// Both overlap the moment, so that no write is in neither; what is in both is read once too often.
extension LibvirtPool {
    private static let shown = "p2v-shown"
    /// Bitmaps of ours that a disk keeps: one for each of several repositories.
    private static let most = 3

    /// A running disk's own block device in QEMU.
    package struct WrittenDisk: Sendable, Hashable {
        package var target: String
        var node: String
        /// Bitmaps that were there and sound, oldest first.
        package var bitmaps: [String]
    }

    /// Begins to count what is written to each disk, under this name.
    ///
    /// - Returns: the disks where that went well, by target.
    /// - Throws: only where QEMU cannot be asked at all.
    package func beginBitmaps(_ subject: BackupSubject, named bitmap: String) async throws -> [String: WrittenDisk] {
        let devices = try await ask([QEMUDevice].self, subject, QEMUOrder(execute: "query-block"))
        var disks: [String: WrittenDisk] = [:]
        for disk in subject.disks {
            guard let alias = disk.alias, let device = devices.first(where: { $0.isDevice(alias) }),
                let node = device.inserted?.node, !node.hasPrefix("#")
            else { continue }
            do { try await order(subject, .add(bitmap, on: node)) } catch is Failure { continue }
            let ours = device.soundBitmaps.filter { $0.hasPrefix("p2v-") && $0 != Self.shown }
            disks[disk.target] = WrittenDisk(target: disk.target, node: node, bitmaps: ours.sorted())
        }
        return disks
    }

    /// Shows a copy of a bitmap at the socket of the backup that goes on.
    ///
    /// - Returns: the names of the export and of the bitmap.
    package func show(
        _ bitmap: String, of disk: WrittenDisk, _ subject: BackupSubject
    ) async throws -> (export: String, bitmap: String) {
        // Of a p2v that was killed.
        try? await order(subject, .remove(Self.shown, on: disk.node))
        try await order(subject, .add(Self.shown, on: disk.node, isDisabled: true))
        try await order(subject, .merge(bitmap, into: Self.shown, on: disk.node))
        let export = "p2v-written-\(disk.target)"
        try await order(subject, .show(Self.shown, of: disk.node, as: export))
        return (export, Self.shown)
    }

    package func hide(_ disk: WrittenDisk, _ subject: BackupSubject) async throws {
        try await order(subject, .hide("p2v-written-\(disk.target)"))
        try await order(subject, .remove(Self.shown, on: disk.node))
    }

    /// Forgets bitmaps: all that are older than the newest few, or the one that began for a point that was never finished.
    ///
    /// - Parameter bitmap: the new one.
    /// - Returns: why it could not.
    package func settleBitmaps(
        _ subject: BackupSubject, _ disks: [String: WrittenDisk], new bitmap: String, isKept: Bool
    ) async -> [String] {
        var left: [String] = []
        for disk in disks.values {
            let gone = isKept ? Array(disk.bitmaps.dropLast(Self.most - 1)) : [bitmap]
            for name in gone {
                do { try await order(subject, .remove(name, on: disk.node)) } catch { left.append("\(error)") }
            }
        }
        return left
    }

    private struct Nothing: Decodable {}

    private func order(_ subject: BackupSubject, _ order: QEMUOrder) async throws {
        _ = try await ask(Nothing.self, subject, order)
    }

    private func ask<Value: Decodable>(
        _: Value.Type, _ subject: BackupSubject, _ order: QEMUOrder
    ) async throws -> Value {
        let domain = try await known(subject, to: "ask QEMU")
        let because: String
        do {
            let text = try await domain.monitor(try order.text)
            let answer = try JSONDecoder().decode(QEMUAnswer<Value>.self, from: Data(text.utf8))
            if let value = answer.value { return value }
            because = answer.error?.desc ?? "its answer says nothing"
        } catch let error as LibvirtError {
            because = error.message
        } catch is DecodingError { because = "its answer is not understood" }
        throw Failure(
            "ask QEMU for \(order.execute)", on: subject.name, because: because, next: "back up without bitmaps")
    }
}
