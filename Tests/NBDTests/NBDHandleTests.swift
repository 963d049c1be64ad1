import CNBD
import Glibc
import Testing

@testable import NBD

@Suite struct NBDHandleTests {
    // A copy goes on after its source's end only where the loss is known for what it is. A request that comes just too late to
    // be sent once ended a night's copy as "invalid", while those already under way were asked again.
    @Test func `a request on a connection that has ended says that it is lost`() async throws {
        let handle = try NBDHandle { pointer in
            let line: [String] = ["python3", "-c", Self.dyingServer]
            var words: [UnsafeMutablePointer<CChar>?] = line.map { strdup($0) } + [nil]
            defer { for word in words { free(word) } }
            return nbd_connect_command(pointer, &words)
        }
        while handle.isAlive { _ = handle.wait(orWake: -1) }
        let answer: Result<[String: [UInt32]], NBDError> = await withCheckedContinuation {
            handle.issue(NBDJob(.status($0), offset: 0, count: 512))
        }
        guard case .failure(let error) = answer else {
            Issue.record("a server that is gone has answered")
            return
        }
        #expect(error.disconnected, "\(error)")
    }

    /// Speaks NBD's newstyle handshake for a disk of 1 MiB, and ends.
    static let dyingServer = """
        import struct, sys
        source, sink = sys.stdin.buffer, sys.stdout.buffer
        def say(form, *values):
            sink.write(struct.pack(">" + form, *values))
            sink.flush()
        say("8s8sH", b"NBDMAGIC", b"IHAVEOPT", 1)
        source.read(4)
        while True:
            _, option, length = struct.unpack(">8sII", source.read(16))
            source.read(length)
            if option == 7:
                say("QIIIHQH", 0x3e889045565a9, 7, 3, 12, 0, 1 << 20, 1)
                say("QIII", 0x3e889045565a9, 7, 1, 0)
                break
            say("QIII", 0x3e889045565a9, option, 0x80000001, 0)
        """
}
