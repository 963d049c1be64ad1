import Operations
import Testing

/// Two commands that look into two stores are two truths.
@Suite struct `p2v's own files` {
    private func places(_ environment: [String: String] = [:], root: Bool = false, there: Set<String> = []) -> Places {
        Places(environment: ["HOME": "/home/anna"].merging(environment) { $1 }, isRoot: root) { there.contains($0) }
    }

    @Test func `are where XDG wants them, below the home that the environment names`() {
        #expect(places().store(nil).file == "/home/anna/.local/share/p2v/p2v.sqlite")
        #expect(places().pool(nil).file == "/home/anna/.config/p2v/pool.yaml")
        let moved = places(["XDG_DATA_HOME": "/data", "XDG_CONFIG_HOME": "/conf"])
        #expect(moved.store(nil).file == "/data/p2v/p2v.sqlite")
        #expect(moved.pool(nil).file == "/conf/p2v/pool.yaml")
        #expect(moved.ratings.file == "/conf/p2v/ratings.csv")
        #expect(places(["XDG_DATA_HOME": "data"]).store(nil).file == "/home/anna/.local/share/p2v/p2v.sqlite")
    }

    @Test func `are those that are named: by an option before a variable before anything that is there`() {
        let there: Set = ["/home/anna/.config/p2v/pool.yaml", "/etc/p2v/pool.yaml"]
        #expect(places(["P2V_POOL": "/v"], there: there).pool("/o").file == "/o")
        #expect(places(["P2V_POOL": "/v"], there: there).pool(nil).file == "/v")
        #expect(places(["P2V_POOL": ""], there: there).pool(nil).because == "this user's")
        #expect(places(there: ["/etc/p2v/pool.yaml"]).pool(nil).file == "/etc/p2v/pool.yaml")
    }

    @Test func `are the system's for root once p2v is installed, but never in place of a store that root has already`()
    {
        let installed: Set = ["/etc/p2v", "/var/lib/p2v"]
        #expect(places(root: true, there: installed).store(nil).file == "/var/lib/p2v/p2v.sqlite")
        #expect(places(root: true, there: installed).pool(nil).file == "/etc/p2v/pool.yaml")
        #expect(places(there: installed).store(nil).file == "/home/anna/.local/share/p2v/p2v.sqlite")
        let own = "/home/anna/.local/share/p2v/p2v.sqlite"
        #expect(places(root: true, there: installed.union([own])).store(nil).file == own)
    }
}
