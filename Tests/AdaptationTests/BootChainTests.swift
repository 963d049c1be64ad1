import Estate
import Testing

@testable import Adaptation

/// What a user loses if these fail: a server is switched off for a guest that does not start, and nobody said so before.
@Suite struct BootChainTests {
    private func chain(_ facts: GuestFacts) -> BootChain { BootProver(facts: facts).chain() }

    /// Menus of files of their own, which can be taken away one by one.
    private static let separate = BootLayouts.all.filter { !$0.isUnified }

    /// Links that are not proved, by the concerns that stop a conversion.
    private func broken(_ facts: GuestFacts) -> Set<String> {
        let concerns = chain(facts).concerns
        #expect(concerns.allSatisfy { $0.severity == .critical })
        return Set(concerns.map { String($0.id.dropFirst("boot-chain-".count)) })
    }

    private func edited(_ layout: BootLayout, _ path: String, _ edit: (String) -> String) -> GuestFacts {
        var facts = layout.facts
        facts.files[path] = facts.files[path].map { GuestFile(text: edit($0.text)) }
        return facts
    }

    @Test(arguments: BootLayouts.all)
    func `a whole start is proved, link by link`(layout: BootLayout) {
        #expect(broken(layout.facts).isEmpty, "\(chain(layout.facts).links)")
        #expect(chain(layout.facts).isProved)
        #expect(Set(chain(layout.facts).links.map(\.kind)) == Set(BootLink.Kind.allCases))
    }

    @Test(arguments: BootLayouts.all.filter { $0.name != BootLayouts.firmwareAlone.name })
    func `without its loader a start is not proved`(layout: BootLayout) {
        var facts = layout.facts
        facts.disks = [DiskFacts(device: "/dev/sda")]
        facts.paths = facts.paths.filter { !$0.hasSuffix("BOOTX64.EFI") }
        #expect(broken(facts) == ["loader"])
    }

    @Test(arguments: separate)
    func `without its entry a start is not proved`(layout: BootLayout) {
        var facts = layout.facts
        facts.files[layout.entry] = nil
        #expect(broken(facts).contains("entry"))
    }

    @Test(arguments: separate)
    func `without its kernel a start is not proved`(layout: BootLayout) {
        var facts = layout.facts
        facts.paths.remove(layout.kernel)
        #expect(broken(facts).contains("kernel"))
    }

    @Test(arguments: BootLayouts.all)
    func `without the kernel's modules a start is not proved`(layout: BootLayout) {
        var facts = layout.facts
        facts.kernels = []
        #expect(broken(facts).contains("kernel"))
    }

    @Test(arguments: BootLayouts.all.filter { $0.initramfs != nil })
    func `without the initramfs that the entry names a start is not proved`(layout: BootLayout) throws {
        var facts = layout.facts
        facts.paths.remove(try #require(layout.initramfs))
        #expect(broken(facts).contains("initramfs"))
    }

    @Test(arguments: BootLayouts.all.filter { $0.initramfs != nil })
    func `drivers in another file than the entry names prove nothing`(layout: BootLayout) throws {
        var facts = layout.facts
        facts.kernels[0].initramfs?.path = "/boot/another"
        // A kernel that is only known by its initramfs is then not known at all.
        #expect(!broken(facts).isDisjoint(with: ["initramfs", "kernel"]))
    }

    @Test(arguments: BootLayouts.all)
    func `without the drivers a start is not proved`(layout: BootLayout) {
        var facts = layout.facts
        facts.kernels[0].initramfs?.mark = nil
        facts.kernels[0].drivers = [:]
        #expect(broken(facts) == ["drivers"])
    }

    @Test(arguments: BootLayouts.all.filter { $0.initramfs != nil })
    func `drivers that no known tool loads prove nothing`(layout: BootLayout) {
        var facts = layout.facts
        facts.paths.subtract(InitramfsTool.looks)
        #expect(broken(facts) == ["drivers"])
    }

    @Test(arguments: BootLayouts.all.filter { $0.initramfs != nil })
    func `drivers in a file of an unknown format prove nothing`(layout: BootLayout) {
        var facts = layout.facts
        facts.kernels[0].initramfs?.compression = .unknown
        #expect(broken(facts) == ["drivers"])
    }

    @Test(
        arguments: separate,
        ["root=/dev/sda1", "root=UUID=dead", "root=/dev/disk/by-id/x", "root=LABEL=none", ""])
    func `a root that the virtual machine does not have is noticed`(layout: BootLayout, name: String) {
        var facts = layout.facts
        for path in facts.files.keys where path != "/etc/fstab" {
            let text = facts.files[path]?.text ?? ""
            let words = ["root=UUID=", "root=/dev/m", "root=PARTUUID="]
            facts.files[path] = GuestFile(
                text: text.mapLines { line in
                    guard words.contains(where: { line.contains($0) }) else { return nil }
                    return KernelOptions.rewrite(line) { option, _ in option == "root" ? name : nil }
                })
        }
        #expect(broken(facts).contains("root"))
    }

    @Test(arguments: BootLayouts.all)
    func `a mount that the start waits for and that did not come is noticed`(layout: BootLayout) {
        for name in [
            "UUID=dead", "LABEL=data", "PARTUUID=1", "PARTLABEL=data", "/dev/sdq1", "/dev/mapper/vg-x", "/dev/md9",
        ] {
            let facts = edited(layout, "/etc/fstab") { $0 + "\(name) /data ext4 defaults 0 2\n" }
            #expect(broken(facts) == ["mounts"], "\(name)")
        }
    }

    @Test(arguments: BootLayouts.all)
    func `an fstab that could not be read proves nothing`(layout: BootLayout) {
        var facts = layout.facts
        facts.unreadable["/etc/fstab"] = "it is not a regular file"
        #expect(broken(facts) == ["mounts"])
    }

    // MARK: A driver alone

    /// A disk's driver sees nothing without that of its bus.
    @Test(arguments: BootLayouts.all, AdaptationTarget.kvm.diskModules)
    func `without one of the drivers a start is not proved`(layout: BootLayout, name: String) {
        var facts = layout.facts
        facts.kernels[0].drivers[name] = .missing
        facts.kernels[0].initramfs?.mark?.modules.removeAll { $0 == name }
        #expect(broken(facts) == ["drivers"])
        #expect(chain(facts).concerns[0].seen.contains(name))
    }

    @Test(arguments: AdaptationTarget.allCases)
    func `a kernel is without drivers when one of them is missing`(target: AdaptationTarget) {
        for name in target.diskModules {
            var kernel = BootLayouts.kernel("6.1", "/boot/initrd.img-6.1")
            kernel.drivers = Dictionary(uniqueKeysWithValues: target.earlyModules.map { ($0, .builtIn) })
            #expect(DiskDrivers(kernel, target).arePresent && DiskDrivers(kernel, target).areBuiltIn)
            kernel.drivers[name] = .missing
            let draft = Fixtures.decide(InitramfsDrivers(), Fixtures.facts(kernels: [kernel], target: target))
            #expect(draft.concerns.map(\.id) == ["no-kernel-with-drivers", "kernel-without-drivers"])
        }
    }

    @Test(arguments: BootLayouts.all.filter { $0.initramfs != nil })
    func `an initramfs that was built anew for one driver alone proves nothing`(layout: BootLayout) throws {
        var facts = layout.facts
        facts.kernels[0].initramfs?.mark = nil
        facts.rebuilt = [try #require(facts.kernels[0].initramfs?.path): "kvm virtio_blk"]
        #expect(broken(facts) == ["drivers"])
        facts.rebuilt = facts.rebuilt.mapValues { _ in "kvm virtio_pci,virtio_blk" }
        #expect(broken(facts).isEmpty)
    }

    // MARK: Unified kernel images

    @Test(arguments: BootLayouts.all.filter(\.isUnified))
    func `a unified image without its parts is not proved`(layout: BootLayout) {
        func broken(_ edit: (inout UnifiedImage) -> Void) -> Set<String> {
            var facts = layout.facts
            edit(&facts.unified[0])
            return self.broken(facts)
        }
        #expect(broken { $0.release = nil } == ["kernel", "initramfs", "drivers"])
        #expect(broken { $0.release = "6.8.0-32" } == ["kernel", "initramfs", "drivers"])
        for name in ["root=/dev/sda1", "root=UUID=dead", "quiet"] {
            #expect(broken { $0.options = [name] } == ["root"])
        }
        #expect(broken { $0.doubt = "it has several profiles" } == ["root"])
        #expect(broken { $0.hasInitramfs = false } == ["root"], "only PARTUUID= is known without an initramfs")
    }

    @Test(arguments: BootLayouts.all.filter(\.isUnified))
    func `what lies beside a unified image may change its options`(layout: BootLayout) {
        var facts = layout.facts
        facts.paths.insert("/efi/loader/addons/crash.addon.efi")
        #expect(broken(facts) == ["root"])
    }

    @Test(arguments: BootLayouts.all.filter(\.isUnified))
    func `drivers that are modules are not known to be inside a unified image`(layout: BootLayout) {
        var facts = layout.facts
        facts.kernels[0].drivers["virtio_blk"] = .module([])
        #expect(broken(facts) == ["drivers"])
        #expect(chain(facts).concerns[0].seen.contains("whether the initramfs inside"))
    }

    @Test func `without any image there is no entry`() {
        var facts = BootLayouts.unified.facts
        facts.unified = []
        #expect(broken(facts).contains("entry"))
    }

    @Test func `where the default cannot be told each entry has to be right`() {
        var facts = BootLayouts.legacy.facts
        let path = BootLayouts.legacy.entry
        facts.files[path] = facts.files[path].map {
            GuestFile(text: $0.text.replacing("default=1", with: "default=saved"))
        }
        #expect(broken(facts) == ["kernel", "root"])
    }

    @Test func `two roots of one name are not one`() {
        var facts = BootLayouts.debian.facts
        facts.volumes[0].label = "ROOT"
        facts.root = facts.volumes[0]
        facts.volumes.append(
            GuestVolume(device: "/dev/sdb1", disk: 1, partition: 1, type: "ext4", uuid: "o", label: "ROOT"))
        facts.files[BootLayouts.debian.entry] = facts.files[BootLayouts.debian.entry].map {
            GuestFile(text: $0.text.replacing("root=\(BootLayouts.root)", with: "root=LABEL=ROOT"))
        }
        #expect(broken(facts) == ["root"])
    }

    // MARK: The initramfs that the loader starts

    /// Drivers in a file of the usual name beside it start nothing.
    @Test(arguments: BootLayouts.all.filter { $0.initramfs != nil && $0.name != BootLayouts.arch.name })
    func `the initramfs of a kernel is the one that its entry names`(layout: BootLayout) throws {
        let version = layout.facts.kernels[0].version
        #expect(BootMenu.initramfs(layout.facts) == [version: try #require(layout.initramfs)])
    }

    @Test func `a version is told from the kernel's name or its folder`() {
        #expect(BootMenu.version(in: "/boot/vmlinuz-6.1.0-9-amd64") == "6.1.0-9-amd64")
        #expect(BootMenu.version(in: "/efi/0123abcd/6.6.1/linux") == "6.6.1")
        #expect(BootMenu.version(in: "/boot/efi/opensuse-tumbleweed/6.9.1-1-default/linux-1f3e0d") == "6.9.1-1-default")
        #expect(BootMenu.version(in: "/boot/vmlinuz-linux") == nil)
        #expect(BootMenu.version(in: "/boot/vmlinuz") == nil)
    }
}
