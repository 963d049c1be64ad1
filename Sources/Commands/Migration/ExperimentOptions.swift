internal import ArgumentParser
internal import Operations

/// The VM of the experiment.
struct ExperimentOptions: ParsableArguments {
    @Option(help: "The VM: a DNS server that the pool knows (the converted dns01).")
    var machine = "dns01"

    @Option(help: "The VM's address.")
    var address = "10.77.0.53"

    @Option(help: "The name to look up.")
    var name = "www.lab.test"

    @Option(help: "The address that it must have.")
    var expected: String?

    @Option(
        help: ArgumentHelp(
            "A command that fills memory in the VM, so that size matters; {MIB} is how much, {ADDRESS} the VM's; empty "
                + "for a VM that does it itself. Default: over ssh as root, half of the memory."))
    var fill: String?

    @Option(
        help: ArgumentHelp(
            "A command that starts the writer of --load writer in the VM, in place of ssh as root; {RATE} and {SET} are "
                + "MiB/s and MiB. A VM of p2v lab guest is told by its kernel's command line and needs none."))
    var writer: String?

    @Option(help: "Seconds to wait for the VM's first answer.")
    var bootTimeout = 300

    var subject: ExperimentSubject {
        var subject = ExperimentSubject(machine: machine, address: address, name: name)
        subject.expected = expected
        subject.fill = fill
        subject.writer = writer
        subject.bootTimeout = bootTimeout
        return subject
    }
}
