internal import Estate
internal import Lab
internal import XenAPIDouble

/// `p2v lab up --xen` and `--xapi`: the labs of the Xen pools.
struct OtherLabs {
    private let folder: String
    private let xen: XenLab

    init(_ options: LabOptions) {
        folder = options.folder
        xen = XenLab(cache: options.folder, report: LabNarration().tell)
    }

    func startXen() async throws {
        try await xen.up()
        print("Two real Xen hosts run inside QEMU's emulation. What it measures shows the mechanism only.")
        print("Try: ip netns exec p2v-xen p2v pool --pool \(xen.poolFile)        Remove it: p2v lab down --xen")
    }

    func startDouble() async throws {
        let double = try await XenAPIDouble.start(folder: doubleFolder)
        print("A double of XAPI answers at https://\(double.address). It is not XAPI and runs no machine.")
        print("Try: p2v pool --pool \(double.poolFile)        Remove it: p2v lab down --xapi")
    }

    func stop(xen: Bool, double: Bool) async throws {
        if xen { try await self.xen.down() }
        if double { try await XenAPIDouble.stop(folder: doubleFolder) }
        print("The lab is gone.")
    }

    private var doubleFolder: String { folder + "/xapi" }
}
