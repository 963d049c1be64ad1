internal import Guestfs

extension FactReader {
    func readFiles(_ facts: inout GuestFacts) {
        for pattern in Set(Deciders.reads + BootMenu.reads + Self.releaseFiles).sorted() {
            for path in paths(of: pattern) where !path.hasSuffix(Adaptation.originalSuffix) { readText(path, &facts) }
        }
        let looks =
            Deciders.looks + BootMenu.looks + BootMenu.images + BootMenu.additions + InitramfsTool.looks + [
                "/boot/efi/EFI", "/efi/EFI", "/boot/EFI",
            ]
        for pattern in Set(looks).sorted() {
            // Of the many files that a pattern gives only links that p2v may have made, or that a loader follows, are
            // looked at closely.
            let closely =
                !pattern.contains("*") || pattern.hasPrefix("/etc/systemd/system/")
                || ["/boot/*", "/vmlinuz*", "/initrd*"].contains(pattern)
            for path in paths(of: pattern) where !path.hasSuffix(Adaptation.originalSuffix) {
                if closely { look(path, &facts) } else { facts.paths.insert(path) }
            }
        }
    }

    private func paths(of pattern: String) -> [String] {
        pattern.contains("*") ? Array(tree.glob(pattern).prefix(Self.patternLimit)) : [pattern]
    }

    private func readText(_ path: String, _ facts: inout GuestFacts) {
        do throws(GuestfsError) {
            guard let bytes = try tree.read(path, limit: Self.textLimit) else { return look(path, &facts) }
            let status = tree.resolved(path).flatMap { tree.status(of: $0) }
            facts.files[path] = GuestFile(bytes: bytes, mode: status?.mode ?? 0o644)
            facts.paths.insert(path)
        } catch {
            facts.unreadable[path] = error.message
            facts.paths.insert(path)
        }
    }

    private func look(_ path: String, _ facts: inout GuestFacts) {
        guard let status = tree.status(of: path) else { return }
        facts.paths.insert(path)
        guard status.kind == .symbolicLink else { return }
        do throws(GuestfsError) { facts.links[path] = try tree.target(ofLink: path) } catch {
            facts.unreadable[path] = error.message
        }
    }
}
