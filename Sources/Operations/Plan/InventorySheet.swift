internal import Estate
internal import Planner

/// Servers from a spreadsheet: a CSV file whose head names the columns as `p2v-inventory/1` names them, in any order. Several
/// disks, services and files stand in one cell, with spaces between them.
struct InventorySheet {
    private static let needed = ["name", "address", "threads", "memoryMiB", "disksGiB"]
    private static let known =
        needed + [
            "mac", "usedGiB", "firmware", "system", "processor", "services", "watts", "rackUnits", "owner", "history",
            "zone",
        ]

    private let source: String
    /// Column of each name.
    private let columns: [String: Int]

    static func servers(_ text: String, source: String) throws(Failure) -> [Inventory.Server] {
        guard let rows = CSVRows.of(text) else { throw failure(source, "a quote in it is never closed") }
        guard let head = rows.first else { throw failure(source, "it is empty") }
        let sheet = try InventorySheet(head.cells, source)
        var servers: [Inventory.Server] = []
        for row in rows.dropFirst() { servers.append(try Row(sheet: sheet, line: row.line, cells: row.cells).server()) }
        return servers
    }

    private init(_ head: [String], _ source: String) throws(Failure) {
        var columns: [String: Int] = [:]
        for (at, cell) in head.enumerated() {
            let word = cell.filter { !$0.isWhitespace }.lowercased()
            if word.isEmpty { continue }
            guard let name = Self.known.first(where: { $0.lowercased() == word }) else {
                let hint = Nearest.hint(for: word, among: Self.known)
                throw Self.failure(source, "its head names the column \"\(cell)\", which is not known" + hint)
            }
            guard columns.updateValue(at, forKey: name) == nil else {
                throw Self.failure(source, "its head names the column \(name) twice")
            }
        }
        let missing = Self.needed.filter { columns[$0] == nil }
        guard missing.isEmpty else {
            throw Self.failure(source, "its head names no column \(missing.joined(separator: ", "))")
        }
        (self.source, self.columns) = (source, columns)
    }

    private static func failure(_ source: String, _ because: String) -> Failure {
        Failure(
            "read the sheet", on: source, because: because,
            next: "name the columns \(needed.joined(separator: ", ")), and others as the inventory does", exit: .refused
        )
    }

    /// One line of the sheet.
    private struct Row {
        let sheet: InventorySheet
        let line: Int
        let cells: [String]

        func server() throws(Failure) -> Inventory.Server {
            var server = Inventory.Server(
                name: try text("name"), address: try text("address"), mac: word("mac")?.lowercased(),
                threads: try number("threads"), memoryMiB: try number("memoryMiB"), disksGiB: try numbers("disksGiB"),
                services: list("services"))
            server.usedGiB = word("usedGiB") == nil ? nil : try numbers("usedGiB")
            server.firmware = try firmware()
            (server.system, server.processor) = (word("system"), word("processor"))
            server.watts = try real("watts")
            server.rackUnits = word("rackUnits") == nil ? nil : try number("rackUnits")
            (server.owner, server.history, server.zone) = (word("owner"), list("history"), word("zone"))
            return server
        }

        /// What stands in the cell; nil where nothing does.
        private func word(_ name: String) -> String? {
            guard let at = sheet.columns[name], at < cells.count else { return nil }
            let text = cells[at].drop { $0.isWhitespace }
            let end = text.lastIndex { !$0.isWhitespace }
            return end.map { String(text[...$0]) }
        }

        private func list(_ name: String) -> [String]? {
            word(name)?.split { $0.isWhitespace }.map(String.init)
        }

        private func text(_ name: String) throws(Failure) -> String {
            guard let word = word(name) else { throw wrong("has no \(name)") }
            return word
        }

        private func number(_ name: String) throws(Failure) -> Int {
            let word = try text(name)
            guard let number = Int(word) else { throw wrong("has \"\(word.prefix(40))\" for \(name), no whole number") }
            return number
        }

        private func numbers(_ name: String) throws(Failure) -> [Int] {
            var numbers: [Int] = []
            for word in try text(name).split(whereSeparator: \.isWhitespace) {
                guard let number = Int(word) else {
                    throw wrong("has \"\(word.prefix(40))\" among \(name), no whole number")
                }
                numbers.append(number)
            }
            return numbers
        }

        private func real(_ name: String) throws(Failure) -> Double? {
            guard let word = word(name) else { return nil }
            guard let number = Double(word), number.isFinite else {
                throw wrong("has \"\(word.prefix(40))\" for \(name), no number")
            }
            return number
        }

        private func firmware() throws(Failure) -> Firmware? {
            guard let word = word("firmware") else { return nil }
            guard let firmware = Firmware(rawValue: word.lowercased()) else {
                throw wrong("has \"\(word.prefix(40))\" for firmware, not bios or uefi")
            }
            return firmware
        }

        private func wrong(_ because: String) -> Failure {
            InventorySheet.failure(sheet.source, "line \(line) \(because)")
        }
    }
}
