import Estate
import Terminal
import Testing

/// If these fail, tables, progress and files become hard to read, or a server's output can drive the operator's terminal.
@Suite struct `What a person reads` {
    @Test func `a table leaves out its spare columns where the terminal is too narrow, says so, and cuts nothing else`()
    {
        var table = Table(["HOST", "STATE", "~VERSIONS", ">FREE", "~WHY"])
        table.add(["hosta", "up", "libvirt 9.0.0", "2 GiB", "because"])
        #expect(table.text.contains("libvirt 9.0.0"))
        let narrow = Table.$limit.withValue(35) { table.text }
        #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 40 }, "\(narrow)")
        #expect(narrow.contains("libvirt") && !narrow.contains("WHY"), "the last spare column goes first: \(narrow)")
        #expect(narrow.contains("(1 more columns with --wide)"))
        let narrower = Table.$limit.withValue(20) { table.text }
        #expect(!narrower.contains("VERSIONS") && narrower.contains("2 GiB"))
        #expect(Table.$limit.withValue(200) { table.text } == table.text)
    }

    @Test func `a table lines up its columns and aligns numbers to the right`() {
        var table = Table(["HOST", ">MEMORY"])
        table.add(["a", "512"])
        table.add(["hostb", "1024"])
        #expect(table.text == "HOST   MEMORY\na         512\nhostb    1024\n")
    }

    @Test func `a table with a width has no longer line, and loses no word`() {
        var table = Table(["SEVERITY", "CONCERN", "WHAT"])
        let words = (1...40).map { "word\($0)" }.joined(separator: " ")
        table.add(["critical", "kernel-older-without-virtio", words])
        table.add(notes: [String(repeating: "x", count: 200), "the end"])
        let lines = table.text(width: 80).split(separator: "\n")
        #expect(lines.allSatisfy { $0.count <= 80 })
        let told = lines.dropFirst().map { $0.dropFirst(39) }
        #expect(told.prefix { !$0.hasPrefix("x") }.joined(separator: " ") == words)
        #expect(told.joined().count { $0 == "x" } == 200)
        #expect(told.last == "the end")
        #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("          ") })
    }

    @Test(arguments: [
        ("plain", "plain"), ("a\u{1b}[31mb", "a\\x1b[31mb"), ("two\nlines", "two\\x0alines"),
        ("\u{202e}gpj.exe", "\\x202egpj.exe"), ("naïve ✓", "naïve ✓"),
    ])
    func `untrusted text is shown and not obeyed`(untrusted: String, shown: String) {
        #expect(Sanitised.text(untrusted) == shown)
    }

    @Test(arguments: [
        (0, "0 B"), (17, "17 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (512 << 20, "512 MiB"), (3 << 40, "3 TiB"),
        (UInt64.max, "16777216 TiB"),
    ])
    func `sizes have a unit that fits`(bytes: UInt64, text: String) {
        #expect(Bytes.text(bytes) == text)
    }

    @Test(arguments: [(0.5, "0.5 s"), (45, "45 s"), (200, "3 min 20 s"), (7500, "2 h 05 min"), (.infinity, "-")])
    func `durations read like speech`(seconds: Double, text: String) {
        #expect(Fixed.duration(seconds) == text)
    }

    @Test func `progress shows amount, rate and time left`() {
        let progress = StepProgress("Copying /dev/sda", done: 629_145_600, total: 1_073_741_824, unit: .bytes)
        let text = ProgressLine.text(progress, from: 104_857_600, after: 10)
        #expect(text == "Copying /dev/sda: 600 MiB of 1 GiB (59 %), 50 MiB/s, 8.5 s left")
    }

    @Test func `what is not counted is told by its title alone`() {
        let text = ProgressLine.text(
            StepProgress("Starting the appliance", done: 0, total: nil, unit: .items), from: 0, after: 3)
        #expect(text == "Starting the appliance")
    }

    @Test func `progress of unknown length still shows a rate`() {
        let progress = StepProgress("Reading", done: 209_715_200, total: nil, unit: .bytes)
        #expect(ProgressLine.text(progress, from: 0, after: 2) == "Reading: 200 MiB, 100 MiB/s")
    }
}

/// If these fail, plans and scripts' input are lost or misread.
@Suite struct `Files that p2v writes` {
    let plan = Plan(
        pool: "lab", inventoryDigest: "i", poolDigest: "p", hostsUsed: 1, hostsLowerBound: 1, servers: [],
        leftOut: [LeftOut(server: "fax", reason: "critical: <b>ISDN</b> & \"more\": yes")])

    @Test func `a plan survives YAML and keeps its key order`() throws {
        let text = try YAMLText.encode(plan)
        #expect(text.hasPrefix("format: p2v-plan/1\npool: lab\n"))
        #expect(try YAMLText.decode(Plan.self, from: text) == plan)
    }

    @Test func `a plan survives JSON`() throws {
        #expect(try JSONText.decode(Plan.self, from: JSONText.encode(plan)) == plan)
    }

    @Test func `an unknown fact survives JSON with its reason`() throws {
        let facts: [Observed<Int>] = [.known(3), .unknown(because: "no permission")]
        let text = try JSONText.line(facts)
        #expect(text == #"[3,{"unknown":"no permission"}]"#)
        #expect(try JSONText.decode([Observed<Int>].self, from: text) == facts)
    }

    // `cat plan.yaml` and `git diff` show what is in the file.
    @Test func `a name that turns the line is written with escapes and read back as it was`() throws {
        var named = plan
        named.pool = "lab\u{202e}gpj\u{1b}[2J\u{85}é"
        for text in [try YAMLText.encode(named), try JSONText.encode(named)] {
            #expect(Sanitised.page(text) == text)
            #expect(try YAMLText.decode(Plan.self, from: text) == named)
        }
        #expect(try JSONText.decode(Plan.self, from: JSONText.encode(named)) == named)
    }

    @Test func `a missing key is named with the file`() {
        let failure = #expect(throws: Failure.self) {
            try YAMLText.decode(PoolConfiguration.self, from: "format: p2v-pool/1\nname: x\n", source: "pool.yaml")
        }
        #expect(failure?.subject == "pool.yaml")
        #expect(failure?.because.contains("hosts is missing") == true)
    }

    @Test(arguments: ["a: [", "a: 1\na: 2\n- b", "\u{0}"]) func `broken YAML is an error in one sentence`(text: String)
    {
        #expect(throws: Failure.self) { try YAMLText.decode(PoolConfiguration.self, from: text) }
    }
}
