internal import Estate
internal import Foundation
@testable internal import Templates
internal import Testing

/// One instance a test; its folder goes with it.
@Suite final class TemplatesTests {
    private let scratch = NSTemporaryDirectory() + "p2v-templates-\(UUID().uuidString)"

    deinit { try? FileManager.default.removeItem(atPath: scratch) }

    private func folder(_ files: [String: String]) throws -> String {
        let root = scratch + "/" + UUID().uuidString
        for (name, text) in files {
            let path = URL(fileURLWithPath: root).appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: path)
        }
        return root
    }

    /// A VM's name comes from a server that may be hostile: it must not become XML of its own.
    @Test(arguments: [
        ("x.xml", "<a b=\"{{ v }}\">{{ v }}</a>", "<a b=\"%\">%</a>", "&lt;&amp;&gt;&quot;&#39;"),
        ("x.html", "{{ v }}", "%", "&lt;&amp;&gt;&quot;&#39;"),
        ("x.sh", "echo {{ v }}", "echo %", "'<&>\"'\\'''"),
        ("x.conf", "name = {{ v }}", "name = %", "<&>\"'"),
    ]) func `values are escaped by the kind of the file`(name: String, source: String, shape: String, value: String)
        throws
    {
        let templates = Templates(folder: try folder([name: source]))
        let text = try templates.render(name, ["v": "<&>\"'"])
        #expect(text == shape.replacingOccurrences(of: "%", with: value))
    }

    /// Values inside lists and records are as untrusted as the others.
    @Test func `nested values are escaped too`() throws {
        let source = "{% for d in disks %}<d p=\"{{ d.path }}\"/>{% endfor %}"
        let templates = Templates(folder: try folder(["x.xml": source]))
        #expect(try templates.render("x.xml", ["disks": [["path": "a\"/><b"]]]) == "<d p=\"a&quot;/&gt;&lt;b\"/>")
    }

    /// A line end in a value would add a setting of its own to a configuration file.
    @Test(arguments: [("x.conf", "a\nroot = yes"), ("x.xml", "a\u{0}b"), ("x.sh", "a\u{1B}[2J")])
    func `a value that the file cannot hold is refused`(name: String, value: String) throws {
        let templates = Templates(folder: try folder([name: "{{ v }}"]))
        #expect(throws: TemplateError.self) { try templates.render(name, ["v": .text(value)]) }
    }

    /// Line ends in XML survive as references; plain ones would come back as spaces from an attribute.
    @Test func `a line end in XML becomes a reference`() throws {
        let templates = Templates(folder: try folder(["x.xml": "<a b=\"{{ v }}\"/>"]))
        #expect(try templates.render("x.xml", ["v": "1\n2"]) == "<a b=\"1&#10;2\"/>")
    }

    /// An operator changes one template, not all of them.
    @Test func `an operator's file replaces the built-in one, and only that one`() throws {
        let mine = Templates(folder: try folder(["domain/kvm.xml": "<mine/>"]))
        #expect(try mine.render("domain/kvm.xml", [:]) == "<mine/>")
        let other = Templates(folder: try folder(["domain/other.xml": "<other/>"]))
        #expect(try other.source("domain/kvm.xml").contains("<domain type="))
    }

    @Test func `a missing template is named`() {
        #expect(throws: TemplateError(template: "no/such.xml", because: "there is no such template")) {
            try Templates(folder: nil).render("no/such.xml", [:])
        }
    }
}
