internal import Estate
internal import Libvirt

extension LibvirtPool {
    public func residentBytes(of machine: String, on host: String) async throws -> UInt64? {
        let attempt = "ask for the memory in use"
        let domain = try await domain(machine, on: host, to: attempt)
        do {
            let all = try await connections.to(host).statistics(.balloon)
            return all.first { $0.uuid == domain.uuid }?.count("balloon.rss").map { $0 * 1024 }
        } catch let error as LibvirtError {
            throw error.failure(attempt, on: machine, next: "go on without it")
        }
    }

    /// Changes the memory that a machine gets at its next start. It must be shut off.
    ///
    /// - Throws: ``Failure`` when it runs, or when libvirt refuses the new definition.
    public func setMemory(of machine: String, on host: String, mebibytes: Int) async throws {
        let attempt = "change the memory"
        let domain = try await domain(machine, on: host, to: attempt)
        do {
            guard try await domain.state() == .shutOff else {
                throw Failure(
                    attempt, on: machine, because: "it is running", next: "shut it down first", exit: .refused)
            }
            let xml = try await domain.xml(inactive: true)
            let changed = DefinitionMemory.replaced(in: xml, mebibytes: mebibytes)
            _ = try await connections.to(host).define(changed)
        } catch let error as LibvirtError {
            throw error.failure(attempt, on: machine, next: "see the log of libvirtd on \(host)")
        }
    }
}

/// The two elements of libvirt's own XML that say how much memory a machine has.
enum DefinitionMemory {
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
