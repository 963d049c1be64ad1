import Testing

@testable import Operations

/// A command asks the place of the pool's state several things. With its server silent each cost half a minute, and a dry
/// run nearly two.
@Suite struct OpenQuestionsTests {
    private let start = ContinuousClock.now

    @Test func `a place that has let one question wait too long is not asked the next`() {
        var questions = OpenQuestions(patience: 30)
        #expect(!questions.isSilent(at: start))
        _ = questions.begin(at: start)
        #expect(!questions.isSilent(at: start + .seconds(29)))
        #expect(questions.isSilent(at: start + .seconds(30)))
        #expect(questions.isSilent(at: start + .seconds(89)))
    }

    /// The way to it is given up after 45 s: that is no sign of life.
    @Test func `a question that fails late leaves the place silent, and one that fails soon does not`() {
        var questions = OpenQuestions(patience: 30)
        let late = questions.begin(at: start)
        questions.fail(late, at: start + .seconds(45))
        #expect(questions.isSilent(at: start + .seconds(46)))
        var others = OpenQuestions(patience: 30)
        others.fail(others.begin(at: start), at: start + .seconds(1))
        #expect(!others.isSilent(at: start + .seconds(31)))
    }

    @Test func `a place that came back is asked again, as soon as it answers and after a while in any case`() {
        var questions = OpenQuestions(patience: 30)
        let first = questions.begin(at: start)
        #expect(!questions.isSilent(at: start + .seconds(90)))
        questions.end(first)
        #expect(!questions.isSilent(at: start + .seconds(31)))
        let second = questions.begin(at: start + .seconds(90))
        #expect(questions.isSilent(at: start + .seconds(121)))
        questions.end(second)
        #expect(!questions.isSilent(at: start + .seconds(122)))
    }
}
