internal import Backup
internal import Estate
internal import Shell

/// How a socket on a host is reached from here.
enum HostSocket {
    /// - Throws: ``Failure`` (refused) where the pool file names no way to the host.
    static func way(to member: PoolConfiguration.Member, socket: String) throws -> NBDReader.Way {
        let connector = ["nc", "-U", socket]
        if let reach = member.reach, !reach.isEmpty { return .command(reach + connector) }
        let parts = member.uri.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3 else { throw refusal(member) }
        if parts[0] == "qemu+ssh:" {
            let connection = SSHConnection(try SSHAddress("ssh://" + parts[2]))
            return .command(connection.arguments(connector.map(SSHConnection.quoted).joined(separator: " ")))
        }
        if ["qemu:", "qemu+unix:"].contains(parts[0]), parts[2].isEmpty { return .socket(socket) }
        throw refusal(member)
    }

    private static func refusal(_ member: PoolConfiguration.Member) -> Failure {
        Failure(
            "reach the disks of a running VM", on: member.name,
            because:
                "QEMU shows them on a socket of the host, and the pool file does not say how a command is run there",
            next:
                "give the host a line such as reach: [ssh, root@\(member.name)] in the pool file, or use qemu+ssh:// as its uri",
            exit: .refused)
    }
}
