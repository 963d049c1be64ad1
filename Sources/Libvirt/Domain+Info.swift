internal import CLibvirt

extension Domain {
    /// Nanoseconds of CPU that the domain used so far and KiB of memory that it has (virDomainGetInfo): what drivers
    /// tell that have no statistics.
    package func info() async throws(LibvirtError) -> (cpuNanoseconds: UInt64, memoryKiB: UInt64) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            var info = virDomainInfo()
            try unsafe Check.number(virDomainGetInfo(pointer, &info), "virDomainGetInfo")
            return (info.cpuTime, UInt64(info.memory))
        }
    }

    /// How many snapshots libvirt keeps of it. Drivers without snapshots answer with an error that says so.
    package func snapshotCount() async throws(LibvirtError) -> Int {
        try await unsafe call { (pointer) throws(LibvirtError) in
            Int(try unsafe Check.number(virDomainSnapshotNum(pointer, 0), "virDomainSnapshotNum"))
        }
    }
}
