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
}
