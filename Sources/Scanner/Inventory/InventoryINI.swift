internal import Estate

/// An Ansible inventory in INI form: `[group]`, `[group:vars]`, `[group:children]`, `web[01:20].example.com key=value`.
enum InventoryINI {
    static func hosts(_ lines: [String]) throws(Failure) -> [InventoryHost] {
        var model = InventoryModel()
        var section = "ungrouped"
        for line in lines {
            if let head = InventoryLine.section(line) {
                section = head
            } else {
                try add(line, section, to: &model)
            }
        }
        return model.hosts()
    }

    private static func add(_ line: String, _ section: String, to model: inout InventoryModel) throws(Failure) {
        let (group, kind) = section.halves(":") ?? (section, "")
        switch kind {
        case "vars":
            if let (key, value) = InventoryLine.uncommented(line).halves("=") {
                model.say(key, value.unquoted, of: group)
            }
        case "children": model.hold(InventoryLine.uncommented(line), in: group)
        default:
            // A name or a pattern, then `key=value` words.
            let words = InventoryLine.words(line)
            guard let pattern = words.first else { return }
            var said: [String: String] = [:]
            for word in words.dropFirst() {
                if let (key, value) = word.halves("=") { said[key] = value.unquoted }
            }
            try model.add(pattern, to: group, said)
        }
    }
}
