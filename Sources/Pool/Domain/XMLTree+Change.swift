extension XMLTree {
    /// Changes the children at the end of a path.
    mutating func change(_ path: [String], _ change: (inout XMLTree) -> Void) {
        guard let first = path.first else { return change(&self) }
        for place in children.indices where children[place].name == first {
            children[place].change(Array(path.dropFirst()), change)
        }
    }
}
