import Estate
import Foundation
import Shell

@testable import Adaptation

/// One guest of the matrix: built, started as the server, adapted, started as a guest.
struct MatrixLab {
    let guest: MatrixGuest
    private let lab: AdaptationLab
    var folder: String { lab.folder }
    /// Words that the tree of `matrix-base.sh` says on its console.
    static let mark = "reached multi-user"

    init(_ guest: MatrixGuest) async throws {
        self.guest = guest
        lab = try await AdaptationLab(rootfs: false)
        try await lab.build("matrix-base.sh", guest.release, guest.tool)
        try await script([guest.release, guest.tool, guest.loader, guest.storage])
    }

    private func script(_ arguments: [String]) async throws {
        let command = ["bash", "\(AdaptationLab.scripts)/guest.sh", lab.cache, lab.folder] + arguments
        let output = try await Shell.run(Command(command))
        guard output.status == 0 else {
            throw Failure(
                "build \(guest.name)", on: lab.folder, because: String(output.standardError.suffix(600)),
                next: "run guest.sh by hand")
        }
    }

    private var images: [GuestDisk] {
        (0..<guest.disks).map { GuestDisk(format: "raw", location: .file("\(lab.folder)/disk-\($0).img")) }
    }

    /// As the server: SATA, its own card, and a firmware that knows its loader; then the firmware's memory is gone.
    func startAsServer() async throws -> BootTestReport {
        let report = try await boot(images, .plain, limit: 700)
        if guest.loader == "grub-uefi" { try await script(["firmware-forgets"]) }
        return report
    }

    /// On virtio, as it was copied.
    func startUntouched() async throws -> BootTestReport { try await boot(images, .kvm, limit: 400) }

    /// All that p2v promises of an adaptation, with the checksums of all files in between, and then the guest is started.
    func adaptAndCheck() async throws -> AdaptationLab.Sight {
        let layout = AdaptationLab.Layout(name: guest.name, firmware: guest.firmware, keys: guest.keys)
        return try await lab.adapt(layout, try await overlays())
    }

    /// Only adapted.
    func adapt() async throws -> AdaptationReport {
        try await Adapter(target: .kvm, keys: guest.keys).adapt(disks: try await overlays())
    }

    func startAdapted() async throws -> BootTestReport {
        try await boot(written, .kvm, limit: 700)
    }

    private var written: [GuestDisk] {
        (0..<guest.disks).map { GuestDisk(format: "qcow2", location: .file("\(lab.folder)/written-\($0).qcow2")) }
    }

    private func overlays() async throws -> [GuestDisk] {
        for number in 0..<guest.disks {
            let base = "\(lab.folder)/disk-\(number).img"
            let overlay = "\(lab.folder)/written-\(number).qcow2"
            try await Shell.check(Command("qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", base, overlay))
        }
        return written
    }

    private func boot(_ disks: [GuestDisk], _ target: AdaptationTarget, limit: Int) async throws -> BootTestReport {
        try await BootTest(
            disks: disks, target: target, firmware: guest.firmware, proof: .console(Self.mark),
            mac: "52:54:00:12:34:56", memoryMiB: 512, limitSeconds: limit
        ).run()
    }
}
