internal import Estate
internal import Foundation

/// Drivers for Windows that the operator has, from a folder laid out as the virtio-win ISO: `viostor/w10/amd64/viostor.sys`.
/// They are not shipped with p2v.
package struct WindowsDrivers: Sendable, Hashable {
    /// The folder on this machine.
    package var folder: String

    package init(folder: String) {
        self.folder = folder
    }

    /// The drivers that a virtual machine needs: its disks, its cards.
    static let wanted = ["viostor", "vioscsi", "netkvm"]
    private static let limit = 64 << 20

    /// Files of one driver for one system, by their names; empty when the folder has none.
    ///
    /// - Parameter system: `w10`, `2k16`, in the order in which they fit.
    func files(of driver: String, systems: [String], architecture: String) -> [String: String] {
        let manager = FileManager.default
        let tops = (try? manager.contentsOfDirectory(atPath: folder)) ?? []
        for top in tops.sorted() where top.lowercased() == driver {
            for system in systems {
                let place = "\(folder)/\(top)/\(system)/\(architecture)"
                let names = ((try? manager.contentsOfDirectory(atPath: place)) ?? []).filter { isDriverFile($0) }
                guard names.contains(where: { $0.lowercased() == "\(driver).sys" }) else { continue }
                return Dictionary(names.map { ($0.lowercased(), "\(place)/\($0)") }) { first, _ in first }
            }
        }
        return [:]
    }

    private func isDriverFile(_ name: String) -> Bool {
        ["sys", "inf", "cat", "dll"].contains(name.split(separator: ".").last.map { $0.lowercased() } ?? "")
    }

    static func read(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path), data.count <= limit else {
            throw Failure(
                "read the driver", on: path, because: "it cannot be read, or is over \(limit >> 20) MiB",
                next: "check the folder given with --virtio-drivers", exit: .refused)
        }
        return Array(data)
    }
}
