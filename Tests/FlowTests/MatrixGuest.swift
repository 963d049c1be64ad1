import Estate
import Foundation
import Testing

@testable import Adaptation

/// A physical server of the matrix of real boots: a line of `Tests/Layouts/matrix.txt`.
struct MatrixGuest: Sendable, Hashable, CustomTestStringConvertible {
    var isAlways: Bool
    var name: String
    var release: String
    var tool: String
    var loader: String
    var storage: String
    /// p2v has to say before the outage that this one does not start.
    var isRefused: Bool

    var testDescription: String { "\(name): \(release) \(tool) \(loader) \(storage)" }

    var firmware: Firmware { ["grub-uefi", "systemd-boot", "uki"].contains(loader) ? .uefi : .bios }
    var disks: Int { storage.hasPrefix("md") ? 2 : 1 }
    var keys: [String] { storage.hasPrefix("luks") ? ["secret"] : [] }

    /// - Returns: nil for a line that is no guest.
    private init?(_ line: Substring) {
        let words = line.split(separator: " ").map { String($0) }
        guard words.count == 7, ["always", "long"].contains(words[0]), ["boots", "refused"].contains(words[6]) else {
            return nil
        }
        (isAlways, isRefused) = (words[0] == "always", words[6] == "refused")
        (name, release, tool, loader, storage) = (words[1], words[2], words[3], words[4], words[5])
    }

    /// The table; `P2V_MATRIX` names those that are wanted, with blanks between them.
    static let all: [MatrixGuest] = {
        let path = AdaptationLab.scripts + "/matrix.txt"
        let lines = ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
        let wanted = ProcessInfo.processInfo.environment["P2V_MATRIX"]?.split(separator: " ").map { String($0) }
        return lines.filter { !$0.hasPrefix("#") }.compactMap(MatrixGuest.init).filter {
            wanted?.contains($0.name) ?? true
        }
    }()
}
