import Estate
import Foundation
import Shell
import Testing

@testable import Scanner

/// A host that is lost while an inventory is read is a server that nobody scans.
@Suite struct InventoryTests {
    private func read(_ text: String, _ name: String = "hosts") throws -> [String] {
        try InventoryText.addresses(text, name: name).map(\.description)
    }

    @Test func `a plain list may have comments, ports and repeated names`() throws {
        let list = "# office\nweb1\nssh://root@db1:2222\n\nadm@10.0.0.1\nweb1\n"
        #expect(try read(list) == ["ssh://web1", "ssh://root@db1:2222", "ssh://adm@10.0.0.1"])
    }

    @Test func `an Ansible inventory gives its patterns, and the variables of groups and their parents`() throws {
        let text = """
            lone ansible_host=10.0.0.9
            [web]
            web[01:03].example.com
            [db]
            db[a:b] ansible_port=2222
            [prod:children]
            web
            db
            [prod:vars]
            ansible_user=ops
            [db:vars]
            ansible_user=dba
            ansible_password=secret
            """
        #expect(
            try read(text) == [
                "ssh://10.0.0.9", "ssh://ops@web01.example.com", "ssh://ops@web02.example.com",
                "ssh://ops@web03.example.com", "ssh://dba@dba:2222", "ssh://dba@dbb:2222",
            ])
    }

    @Test func `a CSV is read by the names of its columns`() throws {
        let text = "name;host;user;port\nfirst;10.0.0.1;root;22\n\"second\";\"10.0.0.2\";;\n"
        #expect(try read(text, "office.csv") == ["ssh://root@10.0.0.1:22", "ssh://10.0.0.2"])
        #expect(try read("10.0.0.1,x\n10.0.0.2,y\n", "bare.csv") == ["ssh://10.0.0.1", "ssh://10.0.0.2"])
    }

    /// An option in a host name would be ssh's option.
    @Test(arguments: ["-oProxyCommand=sh", "a;b", "", "# only a comment", "[group]\n", "x[1:99999999]"])
    func `an inventory that names no server, or a dangerous one, is refused`(text: String) {
        #expect(throws: Failure.self) { try read(text) }
    }

    /// A head with a comment was taken for a server, and its servers for ones of the group above.
    @Test func `comments, ranges first in a name, quotes and addresses of IPv6 are read as Ansible reads them`() throws
    {
        let text = """
            [web]   # front ends
            web[01:02].example.invalid ansible_user=admin # night shift
            [db]  ; in the cellar
            db-[a:b]-[1:2].example.invalid:2222
            [1:2].example.invalid
            [six]
            v6 ansible_host=2001:db8::56c ansible_port="2022" note="two words # no comment" ansible_user=six
            [old:children]
            web   # all of them
            db
            [old:vars]
            ansible_user=root   # as it was
            """
        #expect(
            try read(text) == [
                "ssh://admin@web01.example.invalid", "ssh://admin@web02.example.invalid",
                "ssh://root@db-a-1.example.invalid:2222", "ssh://root@db-b-1.example.invalid:2222",
                "ssh://root@db-a-2.example.invalid:2222", "ssh://root@db-b-2.example.invalid:2222",
                "ssh://root@1.example.invalid", "ssh://root@2.example.invalid", "ssh://six@[2001:db8::56c]:2022",
            ])
    }

    /// The same server under two addresses would be counted and moved twice.
    @Test func `a host in several groups is one host, with the last word of each of its variables`() throws {
        let text = "[web]\nweb1\n[db]\nweb1 ansible_host=10.0.0.1 user=nobody\n[old]\nweb1 ansible_host=10.0.0.2\n"
        #expect(try read(text) == ["ssh://10.0.0.2"])
    }

    @Test func `the inner group's variables win, then its priority, then its name, however the file is ordered`() throws
    {
        let text = """
            [b]
            h
            [a]
            h
            [b:vars]
            ansible_user=fromb
            ansible_port=1
            [a:vars]
            ansible_user=froma
            ansible_port=2
            ansible_group_priority=10
            [outer:children]
            a
            [a:children]
            inner
            [inner]
            i
            [inner:vars]
            ansible_user=inner
            [outer:vars]
            ansible_user=outer
            """
        // The group a is one deeper than b, since outer holds it.
        #expect(try read(text) == ["ssh://froma@h:2", "ssh://inner@i:2"])
    }

    @Test func `a port behind a pattern goes before the group's`() throws {
        let text = "[web]\nweb[1:2].lab:2201\nweb3.lab:2202 ansible_port=2203\n[web:vars]\nansible_port=22\n"
        #expect(try read(text) == ["ssh://web1.lab:2201", "ssh://web2.lab:2201", "ssh://web3.lab:2203"])
    }

    /// `{{ vault_user }}` as a user's name would be a login that nobody meant.
    @Test(arguments: ["web1 ansible_user='{{ vault_user }}'", "web1 ansible_host=\"$ANSIBLE_VAULT;1.1;AES256\""])
    func `a value that only Ansible can read is refused by its name`(text: String) {
        let refused = #expect(throws: Failure.self) { try read(text) }
        #expect(refused?.subject == "web1")
    }

    @Test func `twenty groups that all hold each other are read at once`() throws {
        let groups = (1...20).map { "g\($0)" }
        let text = "[g1]\nh\n" + groups.map { "[\($0):children]\n" + groups.joined(separator: "\n") + "\n" }.joined()
        #expect(try read(text) == ["ssh://h"])
    }

    @Test func `groups that hold each other do not run for ever`() throws {
        #expect(try read("[a]\nh\n[a:children]\nb\n[b:children]\na\n") == ["ssh://h"])
    }

    /// Ansible's YAML, here as JSON: the same words.
    private func tree(_ json: String) throws -> [String] {
        try JSONDecoder().decode(InventoryTree.self, from: Data(json.utf8)).addresses(name: "hosts.yaml")
            .map(\.description)
    }

    @Test func `a YAML inventory gives groups, children, patterns and variables`() throws {
        let text = """
            {"all": {"vars": {"ansible_user": "ops"}, "hosts": {"lone": {"ansible_host": "10.0.0.9", "ansible_port": 22}},
              "children": {"web": {"hosts": {"web[1:2].lab": null}, "vars": {"ansible_port": "2222"}}, "db": null}},
             "db": {"hosts": {"db1": {"ansible_user": "dba", "http_port": {"any": ["thing"]}}}}}
            """
        // JSON's decoder has an order of its own.
        #expect(
            try Set(tree(text)) == [
                "ssh://ops@10.0.0.9:22", "ssh://ops@web1.lab:2222", "ssh://ops@web2.lab:2222", "ssh://dba@db1",
            ])
    }

    @Test(arguments: [
        "{}", "[]", "{\"all\": 3}", "{\"all\": {\"hosts\": [\"a\"]}}", "{\"all\": {\"hosts\": {\"-oX\": null}}}",
    ])
    func `a YAML inventory of another shape, or with a dangerous name, is refused`(text: String) {
        #expect(throws: (any Error).self) { try tree(text) }
    }

    // The difference of the two ends is more than a number holds, and ended the program.
    @Test(arguments: ["-9223372036854775808:3", "0:9223372036854775807", "9223372036854775806:9223372036854775807:2"])
    func `a range of any numbers is read or refused`(range: String) {
        do {
            #expect(try read("web[\(range)].example\n").count == 1)
        } catch { #expect(error is Failure) }
    }

    @Test func `patterns may have steps and stand twice in a name`() throws {
        #expect(try read("x[1:9:4]\n") == ["ssh://x1", "ssh://x5", "ssh://x9"])
        #expect(try read("r[1:2]n[a:b]\n").count == 4)
        #expect(throws: Failure.self) { try read("x[1:9:0]\n") }
    }
}
