internal import Estate

/// All that was read of a guest, as one value; what deciders decide on.
struct GuestFacts: Sendable {
    var target: AdaptationTarget
    var system: GuestSystem
    var firmware: Firmware
    /// What the server called each image's disk, where it is known: `/dev/sda`.
    var sourceDevices: [String?]
    var volumes: [GuestVolume]
    var root: GuestVolume
    /// Text files by path.
    var files: [String: GuestFile]
    /// Paths that exist, of those that were asked for.
    var paths: Set<String>
    /// Symbolic links by path, of those that were asked for.
    var links: [String: String]
    var kernels: [GuestKernel]
    /// How drivers get into an initramfs.
    var method = InitramfsMethod.append
    /// Initramfs files that an earlier run had the guest rebuild, each with what for.
    var rebuilt: [String: String] = [:]
    /// Unified kernel images among what the firmware or its loader may start.
    var unified: [UnifiedImage] = []
    /// What the server's firmware started, where it is there and is not what the virtual machine's will start.
    var otherLoader: String?
    /// Whole disks, as the appliance sees them.
    var disks: [DiskFacts] = []
    /// Memory of the virtual machine, in MiB; nil where nobody has said it.
    var memoryMiB: Int?
    /// What could not be read, and why: `/etc/fstab` is a FIFO.
    var unreadable: [String: String]
    /// The scan, where there is one.
    var profile: ServerProfile?

    init(
        target: AdaptationTarget = .kvm, system: GuestSystem, firmware: Firmware = .bios,
        sourceDevices: [String?] = [nil], volumes: [GuestVolume], root: GuestVolume, files: [String: GuestFile] = [:],
        paths: Set<String> = [], links: [String: String] = [:], kernels: [GuestKernel] = [],
        unreadable: [String: String] = [:], profile: ServerProfile? = nil
    ) {
        self.target = target
        self.system = system
        self.firmware = firmware
        self.sourceDevices = sourceDevices
        self.volumes = volumes
        self.root = root
        self.files = files
        self.paths = paths.union(files.keys)
        self.links = links
        self.kernels = kernels
        self.unreadable = unreadable
        self.profile = profile
    }

    /// Paths of text files that match, sorted: in a folder, with a suffix.
    func files(in folder: String, suffix: String = "") -> [String] {
        files.keys.filter { path in
            path.hasPrefix(folder + "/") && path.hasSuffix(suffix)
                && !path.dropFirst(folder.count + 1).contains("/")
        }.sorted()
    }

    mutating func setMark(_ mark: DriverMark?, of initramfs: String) {
        for index in kernels.indices where kernels[index].initramfs?.path == initramfs {
            kernels[index].initramfs?.mark = mark
        }
    }
}
