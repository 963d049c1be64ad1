import Testing

@testable import Adaptation

/// What a user loses if these fail: a guest that nobody here had seen before is adapted wrongly, and nobody says so.
@Suite struct FieldTreeTests {
    @Test(arguments: FieldTrees.all)
    func `a guest from the field becomes what its owner needs`(guest: FieldTree) throws {
        let outcome = try guest.outcome()
        for expectation in guest.expects {
            let fault = guest.fault(expectation, outcome)
            #expect(fault == nil, "\(fault ?? "")")
        }
    }

    @Test(arguments: FieldTrees.all)
    func `a guest from the field is left alone by a second run`(guest: FieldTree) throws {
        let outcome = try guest.outcome()
        let again = Deciders.decide(outcome.facts)
        #expect(again.changes.map { "\($0.id) \($0.path): \($0.writes)" } == [])
    }

    @Test func `more than two hundred things were expected before anything ran`() {
        #expect(FieldTrees.all.map { $0.expects.count + 1 }.reduce(0, +) > 200)
    }
}
