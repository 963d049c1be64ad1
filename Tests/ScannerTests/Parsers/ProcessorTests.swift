import Estate
import Testing

@testable import Scanner

/// Cores decide what a server is worth: a guess makes hosts too small or licences too dear.
@Suite struct ProcessorTests {
    private func cpuinfo(
        _ threads: Range<Int>, perSocket: Int, siblings: Int, cores: Int, id: (Int) -> Int
    ) -> String {
        threads.map { number in
            """
            processor\t: \(number)
            model name\t: CPU
            physical id\t: \(number / perSocket)
            siblings\t: \(siblings)
            core id\t\t: \(id(number % perSocket))
            cpu cores\t: \(cores)

            """
        }.joined()
    }

    @Test func `cores whose numbers repeat in a socket are all counted`() {
        // AMD Opteron 6100: two dies of six cores in a package, each numbered from 0.
        let text = cpuinfo(0..<24, perSocket: 12, siblings: 12, cores: 12) { $0 % 6 }
        let found = CPU.cpuinfo(text, architecture: "x86_64")
        #expect(found?.cores == 24 && found?.sockets == 2 && found?.threads == 24)
    }

    @Test func `where threads are switched off and numbers repeat, the cores are not known`() {
        let text = cpuinfo(0..<9, perSocket: 12, siblings: 12, cores: 12) { $0 % 6 }
        let found = CPU.cpuinfo(text, architecture: "x86_64")
        #expect(found?.threads == 9)
        #expect(found?.cores == nil)
    }

    @Test func `a hybrid processor and one of 512 threads are counted by their numbers`() {
        // Eight cores of two threads, four of one.
        let hybrid = cpuinfo(0..<20, perSocket: 20, siblings: 20, cores: 12) { $0 < 16 ? $0 / 2 * 4 : 32 + $0 }
        #expect(CPU.cpuinfo(hybrid, architecture: "x86_64")?.cores == 12)
        let large = cpuinfo(0..<512, perSocket: 256, siblings: 256, cores: 128) { $0 % 128 }
        #expect(CPU.cpuinfo(large, architecture: "x86_64")?.cores == 256)
    }

    @Test func `POWER with threads off counts what runs, and mixed cores of ARM are not guessed`() throws {
        let power = try #require(CPU.lscpu(try ToolAnswer("lscpu-ppc64le").text))
        #expect(power.threads == 20 && power.cores == 20 && power.sockets == 2)
        let arm = try #require(CPU.lscpu(try ToolAnswer("lscpu-arm64-mixed").text))
        #expect(arm.threads == 6 && arm.cores == 6)
        let mute = #"{"lscpu":[{"field":"CPU(s):","data":"8"},{"field":"Socket(s):","data":"-"}]}"#
        #expect(CPU.lscpu(mute)?.threads == 8)
        #expect(CPU.lscpu(mute)?.cores == nil)
    }
}
