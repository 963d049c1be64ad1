internal import Estate
internal import Foundation
internal import Shell

/// Where a XAPI pool's password is. It is read when it is needed, and never shown.
struct PoolPassword: Sendable {
    private enum Place: Sendable {
        case file(String)
        case variable(String)
        case command([String])
    }

    private let place: Place

    /// - Parameter poolFile: a relative path in it starts at its folder.
    init(_ configuration: PoolConfiguration, besides poolFile: String) throws(Failure) {
        let places: [Place?] = [
            configuration.passwordFile.map { .file(Self.absolute($0, poolFile)) },
            configuration.passwordVariable.map { .variable($0) },
            configuration.passwordCommand.flatMap { $0.isEmpty ? nil : .command($0) },
        ]
        let given = places.compactMap(\.self)
        guard let place = given.first, given.count == 1 else {
            throw Failure(
                "use the pool", on: configuration.name,
                because: given.isEmpty
                    ? "its file does not say where the password is" : "its file names several places of the password",
                next: "give one of passwordFile, passwordVariable, passwordCommand", exit: .refused)
        }
        self.place = place
    }

    func read() async throws -> String {
        let text: String
        switch place {
        case .file(let path):
            guard let read = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw failure(path, "the file cannot be read")
            }
            try check(path)
            text = read
        case .variable(let name):
            guard let value = ProcessInfo.processInfo.environment[name] else {
                throw failure(name, "the variable is not set")
            }
            text = value
        case .command(let arguments):
            let output = try await Shell.run(Command(arguments), limit: 1 << 16)
            guard output.status == 0 else { throw failure(arguments[0], "it ended with \(output.status)") }
            text = output.text
        }
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else { throw failure("the pool", "the password is empty") }
        return String(line)
    }

    /// A secret that others can read is none.
    private func check(_ path: String) throws(Failure) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw failure(path, "who may read the file cannot be told") }
        guard status.st_mode & 0o077 == 0 else {
            throw Failure(
                "read the pool's password", on: path, because: "others may read the file",
                next: "chmod 600 \(path)", exit: .refused)
        }
    }

    private func failure(_ subject: String, _ because: String) -> Failure {
        Failure(
            "read the pool's password", on: subject, because: because,
            next: "correct passwordFile, passwordVariable or passwordCommand in the pool file", exit: .refused)
    }

    private static func absolute(_ path: String, _ poolFile: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        return URL(fileURLWithPath: poolFile).deletingLastPathComponent().appendingPathComponent(path).path
    }
}
