package import Estate

/// Reads `p2v-instance/1`.
package enum InstanceReader {
    /// - Parameter source: what is read, for the errors: a file name.
    /// - Throws: ``Failure`` with the line of the first mistake, or what is wrong with the numbers and names.
    package static func read(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(Failure) -> PackingInstance {
        var format = ""
        var instance = PackingInstance(resources: [], hosts: [], items: [])
        var cursor = JSONCursor(bytes)
        do throws(JSONCursor.Mistake) {
            try cursor.object { key, cursor throws(JSONCursor.Mistake) in
                switch key {
                case "format": format = try cursor.string()
                case "resources":
                    try cursor.array { cursor throws(JSONCursor.Mistake) in
                        instance.resources.append(try cursor.string())
                    }
                case "hosts":
                    try cursor.array { cursor throws(JSONCursor.Mistake) in instance.hosts.append(try host(&cursor)) }
                case "items":
                    try cursor.array { cursor throws(JSONCursor.Mistake) in instance.items.append(try item(&cursor)) }
                case "apart":
                    var apart: [[String]] = []
                    try cursor.array { cursor throws(JSONCursor.Mistake) in apart.append(try names(&cursor)) }
                    instance.apart = apart
                default: try cursor.skipValue()
                }
            }
            try cursor.end()
        } catch {
            let line = bytes[..<min(error.offset, bytes.count)].count { $0 == 0x0A } + 1
            throw Failure(
                "read the instance", on: source,
                because: "line \(line), byte \(error.offset): \(error.expected) was expected",
                next: "correct the file; the reference describes p2v-instance/1")
        }
        guard format == PackingInstance.format else {
            throw Failure(
                "read the instance", on: source, because: "its format is \"\(format)\"",
                next: "this p2v reads \(PackingInstance.format)")
        }
        try InstanceCheck.check(instance, source: source)
        return instance
    }

    private static func names(_ cursor: inout JSONCursor) throws(JSONCursor.Mistake) -> [String] {
        var names: [String] = []
        try cursor.array { cursor throws(JSONCursor.Mistake) in names.append(try cursor.string()) }
        return names
    }

    private static func host(_ cursor: inout JSONCursor) throws(JSONCursor.Mistake) -> PackingInstance.HostType {
        var host = PackingInstance.HostType(type: "", capacity: [])
        try cursor.object { key, cursor throws(JSONCursor.Mistake) in
            switch key {
            case "type": host.type = try cursor.string()
            case "capacity": host.capacity = try cursor.numbers()
            case "cost": if !cursor.null() { host.cost = try cursor.number() }
            case "count": if !cursor.null() { host.count = try cursor.integer() }
            default: try cursor.skipValue()
            }
        }
        return host
    }

    private static func item(_ cursor: inout JSONCursor) throws(JSONCursor.Mistake) -> PackingInstance.Item {
        var item = PackingInstance.Item(id: "")
        try cursor.object { key, cursor throws(JSONCursor.Mistake) in
            switch key {
            case "id": item.id = try cursor.string()
            case "demand": if !cursor.null() { item.demand = try cursor.numbers() }
            case "series":
                if !cursor.null() {
                    var series: [[Double]] = []
                    try cursor.array { cursor throws(JSONCursor.Mistake) in series.append(try cursor.numbers()) }
                    item.series = series
                }
            case "count": if !cursor.null() { item.count = try cursor.integer() }
            default: try cursor.skipValue()
            }
        }
        return item
    }
}
