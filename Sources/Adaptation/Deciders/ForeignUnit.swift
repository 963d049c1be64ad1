/// A unit or start script of a physical server's hardware, or of a hypervisor's tools; a line of `foreign-units.txt`.
struct ForeignUnit: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable, CaseIterable {
        case hardware, vmware, hyperv, virtualbox, parallels, xen
    }

    var kind: Kind
    /// `hp-health`; one that ends in `*` is a prefix.
    var name: String
    var title: String
    var source: String

    static let all = read(String(decoding: PackageResources.foreign_units_txt, as: UTF8.self))

    /// Lines that are not of the form are left out; a test counts that there are none.
    static func read(_ text: String) -> [ForeignUnit] {
        text.lines.filter { !$0.isComment }.compactMap { line in
            let fields = line.split(separator: "|").map { $0.trimmingSpaces }
            guard fields.count == 4, let kind = Kind(rawValue: fields[0]), fields.allSatisfy({ !$0.isEmpty }) else {
                return nil
            }
            return ForeignUnit(kind: kind, name: fields[1], title: fields[2], source: fields[3])
        }
    }

    static func of(_ kinds: Set<Kind>) -> [ForeignUnit] { all.filter { kinds.contains($0.kind) } }
}
