internal import CLibvirt

extension Domain {
    /// Starts a domain that is defined and shut off.
    ///
    /// - Parameter isHeld: its CPUs wait for ``resume()``: it is there for all to see, and writes nothing.
    package func start(isHeld: Bool = false) async throws(LibvirtError) {
        let flags = isHeld ? UInt32(VIR_DOMAIN_START_PAUSED.rawValue) : 0
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainCreateWithFlags(pointer, flags), "virDomainCreateWithFlags")
        }
    }

    /// Asks the guest to shut down (ACPI). Answers at once: the guest takes its time, or ignores it.
    package func shutDown() async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainShutdown(pointer), "virDomainShutdown")
        }
    }

    /// Pulls the plug.
    package func destroy() async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainDestroy(pointer), "virDomainDestroy")
        }
    }

    /// Forgets the definition, with what libvirt keeps beside it: saved memory, snapshots' metadata, NVRAM. Never disks.
    package func undefine() async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            let everything = [
                VIR_DOMAIN_UNDEFINE_MANAGED_SAVE, VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA, VIR_DOMAIN_UNDEFINE_NVRAM,
                VIR_DOMAIN_UNDEFINE_CHECKPOINTS_METADATA,
            ].reduce(UInt32(0)) { $0 | UInt32($1.rawValue) }
            if unsafe virDomainUndefineFlags(pointer, everything) == 0 { return }
            // Drivers without snapshots (test, Xen) refuse the flags that speak of them.
            let plain = UInt32(VIR_DOMAIN_UNDEFINE_MANAGED_SAVE.rawValue)
            try unsafe Check.number(virDomainUndefineFlags(pointer, plain), "virDomainUndefineFlags")
        }
    }

    /// Its memory lies in a file of libvirt's, from which the next start goes on (virDomainHasManagedSaveImage).
    package func hasSavedMemory() async throws(LibvirtError) -> Bool {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainHasManagedSaveImage(pointer, 0), "virDomainHasManagedSaveImage") == 1
        }
    }

    /// Stops the virtual CPUs; memory stays.
    package func suspend() async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainSuspend(pointer), "virDomainSuspend")
        }
    }

    /// Changes a device as this XML says (virDomainUpdateDeviceFlags).
    ///
    /// - Parameter live: the one that runs; otherwise what the next start takes.
    package func updateDevice(_ xml: String, live: Bool) async throws(LibvirtError) {
        let flags = UInt32(live ? VIR_DOMAIN_AFFECT_LIVE.rawValue : VIR_DOMAIN_AFFECT_CONFIG.rawValue)
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainUpdateDeviceFlags(pointer, xml, flags), "virDomainUpdateDeviceFlags")
        }
    }

    package func resume() async throws(LibvirtError) {
        try await unsafe call { (pointer) throws(LibvirtError) in
            try unsafe Check.number(virDomainResume(pointer), "virDomainResume")
        }
    }
}
