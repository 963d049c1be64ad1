import NBD
import Testing

@Suite struct NBDConnectionTests {
    // A command that cannot start must say why, not hang.
    @Test func `a missing command is an error with its name`() async {
        let error = await #expect(throws: NBDError.self) {
            _ = try await NBDConnection(command: ["/nowhere/p2v-source", "serve"])
        }
        #expect(error?.message.contains("/nowhere/p2v-source") == true)
    }

    // What ssh says on standard error is the only explanation an operator gets.
    @Test func `what the command says before it dies is kept`() async {
        let error = await #expect(throws: NBDError.self) {
            _ = try await NBDConnection(command: ["sh", "-c", "echo 'no route to dns01' >&2; exit 255"])
        }
        #expect(error?.standardError == "no route to dns01")
        #expect(error?.disconnected == true)
    }

    // A server that talks something else must not be believed.
    @Test func `a greeting that is not NBD is refused`() async {
        await #expect(throws: NBDError.self) {
            _ = try await NBDConnection(command: ["sh", "-c", "echo 'Welcome to this server, please behave yourself'"])
        }
    }
}
