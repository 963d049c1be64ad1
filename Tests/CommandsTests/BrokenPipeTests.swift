import Estate
import Shell
import Synchronization
import Testing

@testable import Commands

/// An ssh that is refused ends before it has read its script: without a word that was the end of p2v, too.
@Suite struct BrokenPipeTests {
    @Test func `a program that does not read what it is given is answered for, and p2v lives`() async throws {
        _ = await P2VCommand.launch(["--version"])
        let input = [UInt8](repeating: 65, count: 4 << 20)
        for _ in 0..<20 {
            do {
                let output = try await Shell.run(Command(["sh", "-c", "echo refused >&2; exit 255"], input: input))
                #expect(output.status == 255 && output.standardError == "refused\n")
            } catch {
                Issue.record("the program's own answer is lost: \(error)")
            }
        }
    }

    @Test func `a program that p2v starts still ends at a broken pipe`() async throws {
        _ = await P2VCommand.launch(["--version"])
        let output = try await Shell.run(Command(["sh", "-c", "kill -PIPE $$; echo lives"]))
        #expect(output.status == 128 + 13 && output.text.isEmpty)
    }

    @Test func `a program that answers before it has read all is heard to its end`() async throws {
        let input = [UInt8](repeating: 10, count: 1 << 18)
        #expect(try await Shell.run(Command(["cat"], input: input)).standardOutput.count == input.count)
        let lines = Mutex(0)
        _ = try await Shell.lines(Command(["cat"], input: input)) { _ in lines.withLock { $0 += 1 } }
        _ = try await Shell.stream(Command(["cat"], input: input)) { _, _ in lines.withLock { $0 += 1 } }
        #expect(lines.withLock { $0 } == 2 * input.count)
    }
}
