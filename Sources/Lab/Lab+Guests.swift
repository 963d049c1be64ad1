internal import Estate
internal import Glibc
internal import Shell

extension Lab {
    /// Defines and starts a tiny VM on a host, and waits until it answers DNS.
    ///
    /// - Parameter address: 10.77.0.N; nil for the first that is free.
    /// - Returns: the guest, with its address.
    package func addGuest(
        name: String, on host: Node, memoryMiB: Int, busy: Double, filled: Double = 0, writes: Int = 0,
        address: String? = nil
    ) async throws -> Guest {
        try Self.requireRoot()
        guard Node.hosts.contains(host) else {
            throw Failure(
                "make a guest", on: name, because: "\(host.rawValue) is not a host of the pool",
                next: "name hosta or hostb", exit: .refused)
        }
        let number = try address.map { try Self.number(of: $0) } ?? freeNumber()
        let guest = try Guest(
            name: name, memoryMiB: memoryMiB, busy: busy, filled: filled, writes: writes, number: number)
        let folder = try await prepareGuestFiles()
        try LocalFile.makeFolder(layout.guests)
        let file = layout.guests + "/" + name + ".xml"
        let values = guest.values(folder: folder, accelerator: settings.accelerator)
        try LocalFile.write(LabFile.guest.rendered(values), to: file)
        try LocalFile.write(String(number), to: layout.guests + "/" + name + ".number")
        try await step("Starting the guest \(name) on \(host.rawValue)") {
            try await Shell.check(console(["virsh", "-c", uri(host), "define", file]))
            try await Shell.check(console(["virsh", "-c", uri(host), "start", name]))
        }
        try await step("Waiting for DNS on \(name)") { try await awaitGuest(guest) }
        return guest
    }

    /// Stops and forgets a guest, on whichever host it is now.
    ///
    /// - Returns: whether there was one.
    @discardableResult
    package func removeGuest(name: String) async throws -> Bool {
        try Self.requireRoot()
        _ = try Guest(name: name, memoryMiB: 128, busy: 0, number: 254)
        var found = false
        for host in Node.hosts {
            _ = try await Shell.run(console(["virsh", "-c", uri(host), "destroy", name]))
            if try await Shell.run(console(["virsh", "-c", uri(host), "undefine", name])).status == 0 { found = true }
        }
        for ending in [".xml", ".number"] { unlink(layout.guests + "/" + name + ending) }
        return found
    }

    private func awaitGuest(_ guest: Guest) async throws {
        let question = ["dig", "+short", "+time=1", "+tries=1", "@\(guest.address)", "\(guest.name).lab.test"]
        try await wait(for: "DNS on \(guest.name)", seconds: 300, log: "the log folders of hosta and hostb") {
            try await Shell.run(console(question)).text == "\(guest.address)\n"
        }
    }

    private func freeNumber() throws(Failure) -> Int {
        let files = LocalFile.names(in: layout.guests).filter { $0.hasSuffix(".number") }
        let taken = Set(files.compactMap { LocalFile.text(layout.guests + "/" + $0).flatMap { Int($0) } })
        guard let number = Guest.numbers.first(where: { !taken.contains($0) }) else {
            throw Failure(
                "make a guest", on: "the lab", because: "all addresses are taken",
                next: "remove a guest: p2v lab guest --remove NAME", exit: .refused)
        }
        return number
    }

    private static func number(of address: String) throws(Failure) -> Int {
        guard let number = Guest.number(of: address) else {
            throw Failure(
                "make a guest", on: address, because: "the address is not 10.77.0.60 to 10.77.0.254",
                next: "give another one with --ip", exit: .refused)
        }
        return number
    }

    /// - Returns: the folder with the guests' kernel and initramfs, made once for a recipe and a kernel.
    private func prepareGuestFiles() async throws -> String {
        let kernels = LocalFile.names(in: "/boot").filter { $0.hasPrefix("vmlinuz-") }.sorted()
        let digest = SHA256.hex(([LabFile.buildGuest.text] + kernels).joined(separator: "\u{0}")).prefix(12)
        let folder = layout.images + "/guest-\(digest)"
        guard !LocalFile.exists(folder + "/kernel") else { return folder }
        try LocalFile.makeFolder(layout.images)
        let output = try await step("Making the guests' kernel and initramfs (once)") {
            try await Shell.run(Command(["bash", "-s", folder], input: Array(LabFile.buildGuest.text.utf8)))
        }
        guard output.status == 0 else {
            throw Failure(
                "make the guests' initramfs", on: folder, because: String(output.standardError.suffix(600)),
                next: "check that linux-image-amd64, busybox-static, dnsmasq-base, kmod, cpio and zstd are installed")
        }
        return folder
    }
}
