internal import Estate
internal import Shell
internal import DiskCopying

extension Conversion {
    /// The last pass: the service stops here and starts again only in the VM.
    var cutOver: Step {
        Step(
            id: "cutOver", title: "Cutting over: stopping the service, last pass, comparing digests",
            run: { [self] in
                let clock = ContinuousClock()
                await sessions.noteStop()
                let began = clock.now
                try await source.quiesce(server.cutOver.quiesce)
                let quiet = clock.now
                let equal = try await lastPasses()
                let copying = (clock.now - quiet) / .seconds(1)
                let all = (clock.now - began) / .seconds(1)
                return "\(equal); the last pass and its proof took \(Self.text(copying)) s; service stopped "
                    + "\(Self.text(all)) s ago"
            },
            release: { [self] in try await startServiceAgain() })
    }

    /// Puts the service back on the source; a server that is off by now cannot and need not.
    private func startServiceAgain() async throws {
        guard !server.cutOver.resume.isEmpty else { return }
        try await source.resume(server.cutOver.resume)
    }

    /// Powers the source off for good, so that two servers with one address never run.
    var switchSourceOff: Step {
        let keep = options.keepSource || !server.cutOver.powerOffSource
        return Step(
            id: "switchSourceOff", title: keep ? "Leaving the source on, as asked" : "Powering the source off",
            isPointOfNoReturn: !keep
        ) { [self] in
            if keep { return "the source still runs: keep its network apart from the VM's" }
            guard await source.answers() else { return "it is off already" }
            try await source.powerOff()
            return "off; its disks are as they were copied"
        }
    }
}
