/// Options haggling: from the greeting to the transmission phase.
struct NBDHandshake {
    let size: UInt64
    let channel: Channel

    /// What was agreed.
    struct Terms: Sendable, Hashable {
        var structured = false
        /// In ascending order of their numbers.
        var contexts: [NBD.Context] = []
    }

    /// - Returns: nil when the client left.
    func run() throws(ExportError) -> Terms? {
        var greeting = Message()
        greeting.add(NBD.magic)
        greeting.add(NBD.optionMagic)
        greeting.add(NBD.handshakeFlags)
        try channel.write(greeting.bytes)
        guard let flags = try channel.read(4) else { return nil }
        let noZeroes = flags.big(UInt32.self, at: 0) & 2 != 0
        var terms = Terms()
        while let header = try channel.read(16) {
            guard header.big(UInt64.self, at: 0) == NBD.optionMagic else { throw ExportError("not an NBD client") }
            let number = header.big(UInt32.self, at: 8)
            let length = Int(header.big(UInt32.self, at: 12))
            guard length <= 64 << 10, let data = try channel.read(length) else {
                throw ExportError("an NBD option of \(length) bytes")
            }
            switch NBD.Option(rawValue: number) {
            case .exportName:
                try sendExport(padded: !noZeroes)
                return terms
            case .abort:
                try reply(number, .acknowledge)
                return nil
            case .go:
                try sendInfo(number)
                return terms
            case .info: try sendInfo(number)
            case .list:
                try reply(number, .server, [0, 0, 0, 0])
                try reply(number, .acknowledge)
            case .structuredReply:
                terms.structured = data.isEmpty
                try reply(number, data.isEmpty ? .acknowledge : .invalid)
            case .listContexts, .setContexts:
                let wanted = try contexts(number, data)
                if number == NBD.Option.setContexts.rawValue { terms.contexts = terms.structured ? wanted : [] }
            case nil: try reply(number, .unsupported)
            }
        }
        return nil
    }

    private func sendExport(padded: Bool) throws(ExportError) {
        var message = Message()
        message.add(size)
        message.add(NBD.transmissionFlags)
        if padded { message.add([UInt8](repeating: 0, count: 124)) }
        try channel.write(message.bytes)
    }

    private func sendInfo(_ option: UInt32) throws(ExportError) {
        var export = Message()
        export.add(UInt16(0))
        export.add(size)
        export.add(NBD.transmissionFlags)
        try reply(option, .info, export.bytes)
        var blocks = Message()
        blocks.add(UInt16(3))
        blocks.add(UInt32(1))
        blocks.add(UInt32(4096))
        blocks.add(UInt32(32 << 20))
        try reply(option, .info, blocks.bytes)
        try reply(option, .acknowledge)
    }

    /// Answers with the contexts that a query names; a list may ask for all of a namespace, or for all.
    private func contexts(_ option: UInt32, _ data: [UInt8]) throws(ExportError) -> [NBD.Context] {
        let isList = option == NBD.Option.listContexts.rawValue
        var at = 4 + Int(data.big(UInt32.self, at: 0))
        let count = data.big(UInt32.self, at: at)
        at += 4
        var wanted = count == 0 && isList ? NBD.Context.allCases : []
        for _ in 0..<min(count, 64) {
            let length = Int(data.big(UInt32.self, at: at))
            guard at + 4 + length <= data.count else {
                try reply(option, .invalid)
                return []
            }
            let query = String(decoding: data[(at + 4)..<(at + 4 + length)], as: UTF8.self)
            wanted += NBD.Context.allCases.filter { context in
                context.name == query || (isList && query.hasSuffix(":") && context.name.hasPrefix(query))
            }
            at += 4 + length
        }
        let answer = NBD.Context.allCases.filter { wanted.contains($0) }
        for context in answer {
            var message = Message()
            message.add(context.rawValue)
            message.add(context.name)
            try reply(option, .context, message.bytes)
        }
        try reply(option, .acknowledge)
        return answer
    }

    private func reply(
        _ option: UInt32, _ type: NBD.OptionReply, _ data: [UInt8] = []
    ) throws(ExportError) {
        var message = Message()
        message.add(NBD.optionReplyMagic)
        message.add(option)
        message.add(type.rawValue)
        message.add(UInt32(data.count))
        message.add(data)
        try channel.write(message.bytes)
    }
}
