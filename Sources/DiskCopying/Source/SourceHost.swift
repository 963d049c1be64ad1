package import Shell

/// Where `p2v-source` runs.
package enum SourceHost: Sendable {
    case server(SSHConnection)
    case thisMachine

    /// `ssh://root@dns01` + `/dev/sda`.
    func name(of device: String) -> String {
        switch self {
        case .server(let connection): connection.address.description + device
        case .thisMachine: device
        }
    }

    /// The argv that runs `p2v-source` with these arguments, and what it must be sent first.
    ///
    /// - Parameter boot: the boot of the server that it must be, if any.
    func command(_ program: SourceProgram, _ arguments: [String], boot: String? = nil) -> (
        argv: [String], preamble: [UInt8]
    ) {
        switch self {
        case .server(let connection):
            (connection.arguments(program.remoteCommand(arguments, boot: boot)), program.bytes)
        // Here it is a part of p2v: whoever started p2v has said how much it may stand in the way of other programs.
        case .thisMachine: ([program.path] + arguments + ["--eager"], [])
        }
    }
}
