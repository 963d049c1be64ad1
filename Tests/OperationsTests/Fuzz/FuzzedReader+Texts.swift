/// Good files, each with as many keys as the reader knows.
extension FuzzedReader {
    static let poolText = """
        format: p2v-pool/1
        name: office
        hosts:
          - {name: hosta, uri: "qemu+tls://hosta/system", cpus: 8, memoryMiB: 65536}
          - {name: hostb, uri: "qemu+tls://hostb/system", cpus: 8, memoryMiB: 65536}
        storage:
          - {name: sr1, url: "nfs://nas/sr1"}
        network: br0
        state: "file:///srv/p2v"
        """
    static let policyText = """
        format: p2v-balance-policy/1
        goal: balance
        ceiling: 0.8
        tolerance: 0.25
        keepSpare: true
        coolDownMinutes: 30
        noReturnHours: 24
        linkMiBPerSecond: 112
        budget: {moves: 20, bytes: 2.0e+11, minutes: 120}
        parallel: {total: 2, perHost: 1}
        window: {days: 14, percentile: 95}
        hostDiskMiBPerSecond: 400
        hostNetworkMiBPerSecond: 112
        priorities: {dns1: 1, web: 10}
        power: {watts: 180, pue: 1.4, pricePerKilowattHour: 0.28}
        hours: ["22:00-05:00"]
        continueOnFailure: false
        rules:
          - {name: DNS pair, kind: apart, machines: [dns1, dns2]}
          - {name: licence, kind: only, machines: [web], hosts: [hosta, hostb]}
        hooks: {start: [[/bin/true]], limitSeconds: 30}
        """
    static let listText = """
        # servers
        [web]
        web[01:03].example ansible_user=root ansible_port=2222
        [dns]
        dns01 ansible_host=192.0.2.1
        [all:vars]
        ansible_user=admin
        """
    static let treeText = """
        all:
          hosts:
            web01: {ansible_host: 192.0.2.1, ansible_user: root}
          children:
            dns: {hosts: {dns01: {}}}
        """
    static let rulesText = """
        apart:
          - {servers: [web1, web2, web3], reason: the site stays up when a host fails}
        together:
          - {servers: [app, cache], reason: they talk all day}
        """
    static let clusterText = """
        {"format": "p2v-cluster/1",
         "hosts": [{"name": "hosta", "cores": 4, "memoryMiB": 65536, "reservedMiB": 1024, "diskBytesPerSecond": 2e8,
                    "state": "active", "offers": ["cpu:v3"], "vcpuRatioLimit": 8, "idleWatts": 120},
                   {"name": "hostb", "cores": 8, "memoryMiB": 65536, "networkBytesPerSecond": 1e8},
                   {"name": "hostc", "cores": 8, "memoryMiB": 32768, "state": "maintenance"}],
         "machines": [{"name": "web", "host": "hosta", "vcpus": 2, "memoryMiB": 2048, "load": {"cores": 1.7, "disk": 5e6},
                       "needs": [], "movedAt": 1799990000, "movedFrom": "hostb", "dirtyBytesPerSecond": 1e6},
                      {"name": "dns1", "host": "hosta", "vcpus": 1, "memoryMiB": 512, "load": {"cores": 1.9}, "priority": 1},
                      {"name": "dns2", "host": "hosta", "vcpus": 1, "memoryMiB": 512, "load": {"network": 1e5}}],
         "rules": [{"name": "DNS pair", "kind": "apart", "machines": ["web", "dns1"]}]}
        """
    static let daysText: String = {
        let hours = (0..<48).map { $0 % 24 < 8 ? "2.5" : "0.2" }.joined(separator: ", ")
        return """
            {"format": "p2v-cluster/1", "days": 2, "at": 1800000000,
             "hosts": [{"name": "a", "cores": 4, "memoryMiB": 8192}, {"name": "b", "cores": 4, "memoryMiB": 8192}],
             "machines": [{"name": "v", "host": "a", "vcpus": 4, "memoryMiB": 512, "hourlyCores": [\(hours)]},
                          {"name": "w", "host": "a", "vcpus": 4, "memoryMiB": 512, "hourlyCores": [\(hours)]}]}
            """
    }()
    static let snapshotText = """
        {"hosts": [{"id": "h0", "cores": 4, "memMB": 262144}, {"id": "h1", "cores": 4, "memMB": 262144}],
         "vms": [{"id": "v0", "vcpus": 8, "memMB": 4096, "host": "h0", "cpu": 3.7, "cpu24": [3.8, 3.4]}]}
        """
    static let ganetiText = """
        group|uuid|preferred||

        node1|262144|4096|249856|8000000|8000000|64|M|uuid|1
        node2|262144|4096|258048|8000000|8000000|64|N|uuid|1

        vm1|8192|20480|4|running|Y|node1||ext|web|1

        htools:iextags:web

        |128,1,1024,1,1,1|128,1,1024,1,1,1;32768,8,1048576,16,8,12|ext|4.0|32.0
        group|128,1,1024,1,1,1|128,1,1024,1,1,1;32768,8,1048576,16,8,12|ext|4.0|32.0
        """
    static let historyTexts = [
        """
        time,cores_busy,memory_bytes,disk_iops,disk_bytes_per_second,network_bytes_per_second,run_queue
        1800000600,0.5,1000000000,10,1000,2000,1
        1800001200,0.7,1100000000,11,1100,2100,0
        """,
        """
        Linux 5.10.0 (web01) \t11/25/2026 \t_x86_64_\t(4 CPU)

        12:00:01 AM     CPU     %user     %nice   %system   %iowait    %steal     %idle
        12:10:01 AM     all      1.00      0.00      1.00      0.00      0.00     98.00
        12:20:01 AM     all      2.00      0.00      1.00      0.00      0.00     97.00

        12:00:01 AM kbmemfree   kbavail kbmemused  %memused kbbuffers  kbcached  kbcommit   %commit
        12:10:01 AM   1000000   2000000   3000000     75.00    100000    900000   2000000     50.00
        12:20:01 AM   1000000   2000000   3000000     75.00    100000    900000   2000000     50.00
        """,
    ]
}
