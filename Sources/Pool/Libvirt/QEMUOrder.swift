internal import Foundation

/// A command of QEMU's monitor protocol (QMP) about dirty bitmaps and NBD exports.
struct QEMUOrder: Encodable {
    enum Word: Encodable {
        case text(String)
        case flag(Bool)
        case list([String])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .flag(let flag): try container.encode(flag)
            case .list(let list): try container.encode(list)
            }
        }
    }

    var execute: String
    var arguments: [String: Word] = [:]

    static func add(_ bitmap: String, on node: String, isDisabled: Bool = false) -> QEMUOrder {
        QEMUOrder(
            execute: "block-dirty-bitmap-add",
            arguments: [
                "node": .text(node), "name": .text(bitmap), "persistent": .flag(false), "disabled": .flag(isDisabled),
            ])
    }

    static func remove(_ bitmap: String, on node: String) -> QEMUOrder {
        QEMUOrder(execute: "block-dirty-bitmap-remove", arguments: ["node": .text(node), "name": .text(bitmap)])
    }

    static func merge(_ bitmap: String, into target: String, on node: String) -> QEMUOrder {
        QEMUOrder(
            execute: "block-dirty-bitmap-merge",
            arguments: ["node": .text(node), "target": .text(target), "bitmaps": .list([bitmap])])
    }

    static func show(_ bitmap: String, of node: String, as export: String) -> QEMUOrder {
        QEMUOrder(
            execute: "block-export-add",
            arguments: [
                "type": .text("nbd"), "id": .text(export), "node-name": .text(node), "name": .text(export),
                "writable": .flag(false), "bitmaps": .list([bitmap]),
            ])
    }

    static func hide(_ export: String) -> QEMUOrder {
        QEMUOrder(execute: "block-export-del", arguments: ["id": .text(export)])
    }

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}

/// A block device of QEMU's, as `query-block` tells it.
struct QEMUDevice: Decodable, Sendable {
    struct Bitmap: Decodable, Sendable {
        var name: String?
        var recording: Bool
        var busy: Bool
        var inconsistent: Bool?
    }

    struct Inserted: Decodable, Sendable {
        var node: String?
        var bitmaps: [Bitmap]?

        enum CodingKeys: String, CodingKey {
            case node = "node-name"
            case bitmaps = "dirty-bitmaps"
        }
    }

    var qdev: String?
    var inserted: Inserted?

    /// Bitmaps that have counted every write since they began.
    var soundBitmaps: [String] {
        (inserted?.bitmaps ?? []).filter { $0.recording && $0.inconsistent != true }.compactMap(\.name)
    }

    /// Whether it is the device that libvirt calls so: `/machine/peripheral/virtio-disk0/virtio-backend`.
    func isDevice(_ alias: String) -> Bool {
        qdev == alias || qdev?.split(separator: "/").contains(Substring(alias)) == true
    }
}

/// An answer of QEMU's.
struct QEMUAnswer<Value: Decodable>: Decodable {
    struct Refusal: Decodable {
        var desc: String
    }

    var value: Value?
    var error: Refusal?

    enum CodingKeys: String, CodingKey {
        case value = "return"
        case error
    }
}
