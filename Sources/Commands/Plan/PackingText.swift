internal import Estate
internal import Terminal

/// A packing as people read it.
enum PackingText {
    static func summary(_ packing: Packing) -> String {
        var byType: [String: Int] = [:]
        for host in packing.hosts { byType[host.type, default: 0] += 1 }
        var table = Table(["TYPE", ">HOSTS"])
        for (type, count) in byType.sorted(by: { $0.key < $1.key }) { table.add([type, "\(count)"]) }
        let proof = packing.proved ? ", which is proved to be the least" : ""
        return table.text
            + "\(packing.hosts.count) hosts at a cost of \(packing.objective); no packing can cost less than "
            + "\(packing.lowerBound)\(proof); \(Fixed.text(packing.seconds, 2)) s\n"
    }
}
