extension Draft {
    /// Writes of one path are done once, with the last text: earlier ones are steps on the way.
    func isRepeated(_ operation: Operation) -> Bool {
        guard case .write(let path, _) = operation else { return false }
        let first = operations.first { if case .write(path, _) = $0 { true } else { false } }
        return first != operation
    }
}
