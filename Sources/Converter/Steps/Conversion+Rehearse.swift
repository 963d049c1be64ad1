internal import Adaptation
internal import Estate

extension Conversion {
    /// Starts the warm copy, adapted on overlays, while the server still works: what would not start in the outage does not
    /// start here. Neither the source nor the copy is written to.
    ///
    /// - Returns: what was seen, and what the guest needs.
    /// - Throws: ``Failure``, unproved: it did not start, or a link of its start is not proved. Refused: nobody could try it.
    func rehearse() async throws -> StepNote {
        let target: AdaptationTarget? = server.guest == .untouched ? nil : try await target
        // No Xen is here: its drivers are judged from the copy alone, and all else is shown on plain devices.
        let judged = target?.isXen == true ? try await judge() : nil
        let shown: Rehearsal
        do { shown = try await rehearsed(target?.isXen == true ? .plain : target) } catch let failure as Failure {
            guard options.acceptsUnjudged else { throw unjudged(failure) }
            return StepNote(
                "nobody could rehearse its start, as was accepted (\(failure.because))",
                facts: judged?.facts ?? RunFacts())
        }
        if let adapted = shown.adapted { try refuse(adapted.concerns, while: Self.serviceRunsOn) }
        guard let boot = shown.boot, boot.proved else { throw doesNotStart(shown.boot) }
        let seen = "\(shown.adapted?.system ?? "it") \(Self.text(boot, judged != nil, alone: gate.company == nil))"
        return StepNote(
            seen,
            facts: .with {
                $0.needs = judged?.facts.needs ?? shown.adapted?.machine
                $0.rehearsed = RehearsalFacts(at: tools.now(), seen: seen)
            })
    }

    private func rehearsed(_ target: AdaptationTarget?) async throws -> Rehearsal {
        try await settled { [self] in
            try await withImages(server.disks, ready: [], writing: false) { [self] disks in
                try await tools.rehearse(
                    Rehearsal.Request(
                        disks: disks, target: target, firmware: server.firmware,
                        network: RehearsedNetwork(server, profile), memoryMiB: server.memoryMiB,
                        limitSeconds: options.bootSeconds, company: gate.company))
            }
        }
    }

    /// `has started here after 31 s (tcp port 22); dns www.lab.test after 33 s; tcp port 80 did not answer`.
    static func text(_ boot: BootTestReport, _ onPlainDevices: Bool, alone: Bool = true) -> String {
        let answers = (boot.answers ?? []).map { answer in
            answer.seconds.map { "; \(answer.proof) after \(text($0)) s" }
                ?? "; \(answer.proof) did not answer, " + (alone ? "cut off from all other servers" : "beside its wave")
        }
        let devices = onPlainDevices ? ", on SATA and e1000 as there is no Xen here" : ""
        return "has started here after \(text(boot.seconds)) s (\(boot.proof)\(devices))" + answers.joined()
    }

    private func doesNotStart(_ boot: BootTestReport?) -> Failure {
        let last = boot?.lastLines.last { !$0.allSatisfy(\.isWhitespace) } ?? ""
        let seen =
            boot.map { "\($0.because ?? "no proof") (\($0.proof)); it came to \($0.stage.rawValue)" } ?? "unknown"
        return failure(
            "start the copy here, cut off from every network", seen + (last.isEmpty ? "" : "; last words: \(last)"),
            "\(Self.serviceRunsOn); all that its console said: \(tools.consoleFile); without this proof: --no-rehearsal",
            exit: .unproved)
    }

    static let serviceRunsOn = "the service runs on and the copy is kept: when it is put right, --resume"
}
