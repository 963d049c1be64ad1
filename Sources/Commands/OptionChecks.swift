internal import ArgumentParser
internal import Estate

/// Numbers of the command line, refused in words before anything is reckoned with them.
func check(_ numbers: Flaw.Check?...) throws {
    if let flaw = Flaw.first(of: numbers) { throw ValidationError(flaw.words) }
}
