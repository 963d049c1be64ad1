internal import Estate
internal import NBD
internal import Shell

extension ProgramDiskSource {
    /// A connection that was not made.
    private struct NotMade: Error {
        var failure: Failure
        /// It says nothing of the server: ssh was killed, or sshd was busy.
        var passes: Bool
    }

    /// What passes is tried again after these seconds; a mistake in a name is told at once.
    private static let firstPauses = [1, 2, 4, 8]

    /// The first connection.
    static func connectFirst(
        _ host: SourceHost, _ device: String, _ program: SourceProgram, _ options: SourceOptions, _ way: WayPatience
    ) async throws -> NBDConnection {
        for pause in firstPauses {
            do throws(NotMade) { return try await connect(host, device, program, options) } catch {
                guard error.passes else { throw error.failure }
                try await way.sleep(.seconds(pause))
            }
        }
        do throws(NotMade) { return try await connect(host, device, program, options) } catch { throw error.failure }
    }

    /// A connection in place of a lost one.
    static func connectPatiently(
        _ host: SourceHost, _ device: String, _ program: SourceProgram, _ options: SourceOptions, boot: String?,
        _ way: CutWay
    ) async throws -> NBDConnection {
        while true {
            do throws(NotMade) {
                let made = try await connect(host, device, program, options, boot: boot)
                await way.end()
                return made
            } catch {
                try Task.checkCancellation()
                try await way.bear(error.failure)
            }
        }
    }

    private static func connect(
        _ host: SourceHost, _ device: String, _ program: SourceProgram, _ options: SourceOptions,
        boot: String? = nil
    ) async throws(NotMade) -> NBDConnection {
        let command = host.command(program, ["serve", device] + options.arguments, boot: boot)
        do throws(NBDError) {
            return try await NBDConnection(
                command: command.argv, preamble: command.preamble, patience: options.patience)
        } catch {
            throw NotMade(
                failure: SourceFailure.make(error.standardError, error.message, host: host, device: device),
                passes: error.wasKilled || SSHConnection.passes(status: 255, error.standardError))
        }
    }
}
