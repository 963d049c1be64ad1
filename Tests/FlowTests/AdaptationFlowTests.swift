import Adaptation
import Estate
import Foundation
import Testing

/// Every layout that Debian can be installed in here: adapted, adapted again, undone, and booted.
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["P2V_LAB"] != nil))
struct AdaptationFlowTests {
    private typealias Layout = AdaptationLab.Layout

    /// The whole promise for one layout. What a user loses if it fails: the server does not come back as a guest, or
    /// cannot be put back as it was copied.
    private func prove(_ layout: Layout) async throws {
        let lab = try await AdaptationLab()
        let disks = try await lab.disks(of: layout)
        let sight = try await lab.adapt(layout, disks)
        #expect(!sight.first.changes.isEmpty)
        #expect(sight.second.changes.isEmpty)
        #expect(sight.files[0].count > 1000)
        #expect(sight.files[1] != sight.files[0])
        #expect(sight.files[2] == sight.files[1], "a second run changes no byte of any file")
        #expect(sight.files[3] == sight.files[0], "undo restores every file, and leaves none of its own")
        let seconds = sight.first.seconds.map { "\($0.key) \(Int($0.value.rounded()))" }.sorted().joined(separator: " ")
        print("\(layout.name): \(sight.first.changes.map(\.id)) \(seconds)")
        let boot = try await BootTest(
            disks: disks, firmware: layout.firmware, proof: .dns("www.lab.test"), mac: "52:54:00:12:34:56",
            address: "10.0.2.15/24", memoryMiB: 512, limitSeconds: 900
        ).run()
        print("\(layout.name): \(boot.proved ? "answers on its old address" : "silent") after \(Int(boot.seconds)) s")
        #expect(boot.proved, "\(boot.stage) \(boot.because ?? "") \(boot.lastLines.joined(separator: "\n"))")
    }

    @Test(.timeLimit(.minutes(40))) func `a BIOS server with ext4 and sdX names boots`() async throws {
        try await prove(Layout(name: "mbr"))
    }

    @Test(.timeLimit(.minutes(40))) func `a UEFI server with GPT and no fallback loader boots`() async throws {
        try await prove(Layout(name: "uefi", firmware: .uefi))
    }

    @Test(.timeLimit(.minutes(40))) func `a server on LVM, filtered for its old disks, boots`() async throws {
        try await prove(Layout(name: "lvm"))
    }

    @Test(.timeLimit(.minutes(40))) func `both members of a RAID1 boot`() async throws {
        try await prove(Layout(name: "md", disks: 2))
    }

    @Test(.timeLimit(.minutes(40))) func `one member of a RAID1 boots alone`() async throws {
        try await prove(Layout(name: "md", disks: 2, given: 1))
    }

    @Test(.timeLimit(.minutes(40))) func `a server on btrfs boots`() async throws {
        try await prove(Layout(name: "btrfs"))
    }

    @Test(.timeLimit(.minutes(40))) func `a server in a btrfs subvolume boots`() async throws {
        try await prove(Layout(name: "btrfs-subvolume"))
    }

    @Test(.timeLimit(.minutes(40))) func `a server on xfs with hdX names boots`() async throws {
        try await prove(Layout(name: "xfs"))
    }

    @Test(.timeLimit(.minutes(40))) func `an encrypted server boots with its key`() async throws {
        try await prove(Layout(name: "luks", keys: ["secret"]))
    }

    @Test(.timeLimit(.minutes(40))) func `a server with separate boot and usr boots`() async throws {
        try await prove(Layout(name: "boot-usr"))
    }

    // A shop that changes its hypervisor must not convert its servers again.
    @Test(.timeLimit(.minutes(40))) func `one image is adapted for KVM, then for Xen, then back, and boots`()
        async throws
    {
        let layout = Layout(name: "mbr")
        let lab = try await AdaptationLab()
        let disks = try await lab.disks(of: layout)
        let trip = try await lab.roundTrip(disks)
        for (target, report) in zip(AdaptationLab.roundTrip, trip.reports) {
            print("\(target): \(report.changes.map { "\($0.id) \($0.path)" }) \(report.kernels.map(\.drivers))")
            #expect(report.kernels.allSatisfy { $0.drivers == "appended" }, "\(report.kernels)")
        }
        #expect(trip.reports[1].machine.diskBus == "xen" && trip.reports[1].machine.console == "hvc0")
        #expect(
            trip.files[1] != trip.files[0] && trip.files[2] == trip.files[0], "back on KVM, every file is as before")
        let boot = try await BootTest(
            disks: disks, firmware: layout.firmware, proof: .dns("www.lab.test"), mac: "52:54:00:12:34:56",
            address: "10.0.2.15/24", memoryMiB: 512, limitSeconds: 900
        ).run()
        #expect(boot.proved, "\(boot.stage) \(boot.because ?? "") \(boot.lastLines.joined(separator: "\n"))")
        #expect(trip.files[3] == trip.original, "undo restores every file, however often the target has changed")
    }
}
