internal import Shell

/// Whether anything was written to a disk between two looks, whoever wrote it, where nothing traces writes.
///
/// Of a block device it is the kernel's own count of writes and discards to the whole disk; of a file its times of change.
/// Not seen: stores through a memory mapping that was dirty before, and disks whose counting is switched off, which have no
/// mark.
enum WriteMark {
    static func of(_ device: String, on host: SourceHost) async throws -> String? {
        let script = script(device)
        do {
            switch host {
            case .server(let connection): return read(try await connection.run(script: script))
            case .thisMachine: return read(try await Shell.run(Command(["/bin/sh", "-s"], input: Array(script.utf8))))
            }
        } catch {
            try Task.checkCancellation()
            // Nobody knows then, which is an answer; the copy itself says what is wrong with the way.
            return nil
        }
    }

    static func read(_ output: Output) -> String? {
        let text = output.text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return output.status == 0 && (text.hasPrefix("disk ") || text.hasPrefix("file ")) ? text : nil
    }

    /// Writes under way are neither before nor after: such a mark is equal to no other one.
    static func script(_ device: String) -> String {
        """
        d=\(SSHConnection.quoted(device))
        if [ -b "$d" ]; then
          set -- `stat -L -c '%t %T' -- "$d"` && [ $# = 2 ] || exit 1
          n=/sys/dev/block/$((0x$1)):$((0x$2))
          [ -e "$n/partition" ] && n=$n/..
          read on <"$n/queue/iostats" && [ "$on" = 1 ] || exit 1
          read reading writing <"$n/inflight" || exit 1
          [ "$writing" = 0 ] && busy= || busy=`cat /proc/uptime`
          read boot </proc/sys/kernel/random/boot_id || exit 1
          set -- `cat "$n/stat"` && [ $# -ge 7 ] || exit 1
          echo "disk $boot $5 $7 ${12} ${14} $busy"
        else
          LC_ALL=C stat -L -c 'file %d %i %s %y %z' -- "$d"
        fi
        """
    }
}

extension ProgramDiskSource {
    package func writeMark() async throws -> String? { try await WriteMark.of(device, on: host) }
}

extension DDDiskSource {
    package func writeMark() async throws -> String? { try await WriteMark.of(device, on: .server(server)) }
}
