internal import Estate
internal import Libvirt

extension LibvirtPool {
    package func dirtyRate(of machine: String, on host: String, seconds: Int) async throws -> UInt64 {
        let attempt = "measure the dirty rate"
        let domain = try await domain(machine, on: host, to: attempt)
        let connection = try await connections.to(host)
        do {
            try await domain.startDirtyRateCalculation(seconds: Int32(clamping: max(1, seconds)))
            for _ in 0..<50 {
                try await Task.sleep(for: .milliseconds(seconds * 1000 / 25 + 20))
                let mine = try await connection.statistics(.dirtyRate).first { $0.uuid == domain.uuid }
                // virDomainDirtyRateStatus: 2 is measured.
                if mine?.count("dirtyrate.calc_status") == 2, let rate = mine?.count("dirtyrate.megabytes_per_second") {
                    return rate << 20
                }
            }
        } catch let error as LibvirtError {
            throw error.failure(attempt, on: machine, next: "go on without it")
        }
        throw Failure(
            attempt, on: machine, because: "\(host) has no result after \(2 * seconds) s", next: "go on without it")
    }
}
