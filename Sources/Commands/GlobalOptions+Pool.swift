internal import Estate
internal import Pool

extension GlobalOptions {
    /// The pool of the pool file. Nothing is connected yet.
    func openPool() throws -> LibvirtPool {
        LibvirtPool(configuration: try poolConfiguration())
    }
}
