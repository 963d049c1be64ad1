internal import Estate
internal import Libvirt

extension LibvirtPool {
    /// What booting leaves in a software emulator, translated code mostly, and what a machine that came by a migration
    /// does not have: 157 MiB beside the guest's memory in place of 74, measured with QEMU 10 and guests of 128 to 1024 MiB.
    static let bootRemains: UInt64 = 83 << 20

    package func residentBytes(of machine: String, on host: String) async throws -> UInt64? {
        let attempt = "ask for the memory in use"
        let domain = try await domain(machine, on: host, to: attempt)
        do {
            let all = try await connections.to(host).statistics(.balloon)
            guard let rss = all.first(where: { $0.uuid == domain.uuid })?.count("balloon.rss") else { return nil }
            guard try await domain.wasBootedHere(), let xml = DomainDescription(xml: try await domain.xml()),
                xml.type == "qemu"
            else { return rss * 1024 }
            return rss * 1024 - min(rss * 1024 / 2, Self.bootRemains)
        } catch let error as LibvirtError {
            throw error.failure(attempt, on: machine, next: "go on without it")
        }
    }

    /// Changes the memory that a machine gets at its next start, and words of its kernel's command line where it is
    /// started with one. It must be shut off.
    ///
    /// - Parameter arguments: `p2v.write=40` replaces that word's value; a word that is not there is not added.
    /// - Returns: how many of the words were there.
    /// - Throws: ``Failure`` when it runs, or when libvirt refuses the new definition.
    @discardableResult
    package func setMemory(
        of machine: String, on host: String, mebibytes: Int, arguments: [String: String] = [:]
    ) async throws -> Int {
        let attempt = "change the memory"
        let domain = try await domain(machine, on: host, to: attempt)
        do {
            guard try await domain.state() == .shutOff else {
                throw Failure(
                    attempt, on: machine, because: "it is running", next: "shut it down first", exit: .refused)
            }
            let xml = try await domain.xml(inactive: true)
            let (changed, found) = DefinitionMemory.replaced(
                in: DefinitionMemory.replaced(in: xml, mebibytes: mebibytes), arguments: arguments)
            _ = try await connections.to(host).define(changed)
            return found
        } catch let error as LibvirtError {
            throw error.failure(attempt, on: machine, next: "see the log of libvirtd on \(host)")
        }
    }
}

/// The elements of libvirt's own XML that say how much memory a machine has, and what its kernel is told.
enum DefinitionMemory {
    static func replaced(in xml: String, arguments: [String: String]) -> (xml: String, found: Int) {
        arguments.reduce((xml, 0)) { state, argument in
            guard let open = state.0.firstRange(of: "<cmdline>"),
                let close = state.0[open.upperBound...].firstRange(of: "</cmdline>"),
                let word = state.0[open.upperBound..<close.lowerBound].firstRange(of: " \(argument.key)=")
            else { return state }
            let end = state.0[word.upperBound..<close.lowerBound].firstIndex(of: " ") ?? close.lowerBound
            return (state.0.replacingCharacters(from: word.upperBound, to: end, with: argument.value), state.1 + 1)
        }
    }

    static func replaced(in xml: String, mebibytes: Int) -> String {
        ["memory", "currentMemory"].reduce(xml) { text, element in
            guard let open = text.firstRange(of: "<\(element) unit='KiB'>"),
                let close = text[open.upperBound...].firstRange(of: "</\(element)>")
            else { return text }
            return text.replacingCharacters(from: open.upperBound, to: close.lowerBound, with: "\(mebibytes * 1024)")
        }
    }
}

extension String {
    fileprivate func replacingCharacters(from start: Index, to end: Index, with text: String) -> String {
        String(self[..<start]) + text + String(self[end...])
    }
}
