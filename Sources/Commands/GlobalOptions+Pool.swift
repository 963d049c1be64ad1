internal import Estate
internal import Pool
internal import Transfer

extension GlobalOptions {
    /// The pool of the pool file. Nothing is connected yet.
    func openPool() throws -> LibvirtPool {
        LibvirtPool(configuration: try poolConfiguration()) { repository in
            let space = try await ImageStores.open(url: repository.url).space()
            return (space.total, space.free)
        }
    }
}
