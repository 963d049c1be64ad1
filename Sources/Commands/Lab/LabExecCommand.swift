internal import ArgumentParser
internal import Estate
internal import Foundation
internal import Lab

/// `p2v lab exec COMMAND…`: becomes the command, in the lab's console or on another node.
struct LabExecCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "exec",
        abstract: "Run a command in the lab's console, with P2V_POOL, P2V_STORE and the ssh key in place.",
        discussion: "The exit code, input and output are the command's own: p2v lab exec p2v scan ssh://root@dns01")

    @OptionGroup var options: LabOptions

    @Option(help: "mgmt, hosta, hostb, nfs1 or switch.")
    var on = Node.mgmt

    @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.")
    var command: [String]

    func run() async throws {
        let words = command.first == "--" ? Array(command.dropFirst()) : command
        guard !words.isEmpty else { throw ValidationError("name a command: p2v lab exec p2v pool") }
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let execution = try options.lab(quiet: true)
            .execution(of: words, on: on, path: program.deletingLastPathComponent().path)
        for (name, value) in execution.environment { setenv(name, value, 1) }
        // Threads of the concurrency pool block signals, and a program inherits the mask of the thread that becomes it.
        var nothing = sigset_t()
        sigemptyset(&nothing)
        pthread_sigmask(SIG_SETMASK, &nothing, nil)
        var arguments = execution.arguments.map { strdup($0) } + [nil]
        execvp(execution.arguments[0], &arguments)
        throw Failure(
            "run \(execution.arguments[0])", on: "this machine", because: String(cString: strerror(errno)),
            next: "install util-linux")
    }
}
