/// Where the lab keeps its things, and what its namespaces are called.
struct LabLayout: Sendable, Hashable {
    /// Kept between runs: images, QEMU, the lab's ssh key.
    var cache: String
    /// Prefix of the namespaces, so that two labs can run side by side.
    var name: String

    /// Gone after `down`.
    var state: String { cache + "/state" }
    var repository: String { state + "/sr" }
    var pki: String { state + "/pki" }
    var poolFile: String { state + "/pool.yaml" }
    var store: String { state + "/p2v.sqlite" }
    var images: String { cache + "/images" }
    var qemu: String { cache + "/qemu" }
    var key: String { cache + "/key" }

    var switchNamespace: String { "\(name)-switch" }
    func namespace(_ node: LabNode) -> String { "\(name)-\(node.rawValue)" }
    func folder(_ node: LabNode) -> String { "\(state)/\(node.rawValue)" }
    func pidFile(_ node: LabNode) -> String { folder(node) + "/pid" }
    /// The first program of a node; its path in the command line is how `down` knows that a process is ours.
    func initScript(_ node: LabNode) -> String { folder(node) + "/init.sh" }
    /// The disk of the physical server.
    var serverDisk: String { folder(.dns01) + "/disk.raw" }
    var serverConsole: String { folder(.dns01) + "/console.log" }
}
