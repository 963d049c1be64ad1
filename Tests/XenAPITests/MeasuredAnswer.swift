/// One thing that a real xapi (xen-api 26.17) was seen to do: what is asked, step by step, and words of the last answer.
struct MeasuredAnswer: Sendable {
    /// The fact, for people.
    var fact: String
    /// Each a verb and what it takes; ``MeasuredScene`` says which there are. `"$1"` is the first step's answer.
    var steps: [String]
    /// All of these are in the last step's answer.
    var words: [String]
    /// None of these is in it.
    var never: [String] = []
    /// Takes back what the next row must not find.
    var afterwards: [String] = []

    init(_ fact: String, _ steps: [String], _ words: [String], never: [String] = [], afterwards: [String] = []) {
        self.fact = fact
        self.steps = steps
        self.words = words
        self.never = never
        self.afterwards = afterwards
    }

    init(_ fact: String, _ step: String, _ words: String) {
        self.init(fact, [step], [words])
    }
}
