/// One keyed place of a document; shared by all containers that are opened there.
protocol KeyPlace: AnyObject, Sendable {
    /// The document has these keys here.
    func found(_ keys: [AnyKey])
    /// A type here knows this key, whether the document has it or not.
    func asked(_ key: AnyKey)
    /// What stands under this key is read.
    /// - Returns: whether the document has it; nil where the place does not know.
    @discardableResult func read(_ key: AnyKey) -> Bool?
    /// Somebody looked at all keys, and knows these.
    func read(all keys: [AnyKey])
    /// All keys are somebody's.
    func open()
}
