internal import Estate
internal import Pool

extension Conversion {
    var define: Step {
        Step(
            id: "define", title: "Defining the VM on \(server.host)",
            run: { [self] facts in
                let known = try known(facts.machine)
                let machine = try await pool.define(definition(of: known, facts.needs), on: server.host)
                return StepNote("\(machine.vcpus) vCPU, \(machine.memoryBytes >> 20) MiB, \(machine.uuid)")
            },
            release: { [self] facts in try await OwnMachine(known(facts.machine), pool).undefine() },
            undo: { [self] facts in try await OwnMachine(known(facts.machine), pool).undefine() })
    }
}
