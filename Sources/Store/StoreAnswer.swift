/// What could be read, and what could not.
package struct StoreAnswer<Value: Sendable>: Sendable {
    package var values: [Value]
    package var unreadable: [UnreadableRow]

    package init(values: [Value], unreadable: [UnreadableRow]) {
        self.values = values
        self.unreadable = unreadable
    }
}
