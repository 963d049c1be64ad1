internal import Scanner

/// How a verdict looks: never by its colour alone, the word is always there.
extension Readiness.Verdict {
    var mark: SheetCell.Mark {
        switch self {
        case .ready: .good
        case .conditions: .fair
        case .notReady: .bad
        case .unknown: .unclear
        }
    }

    /// In the order in which people want to read them.
    var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Support.State {
    var mark: SheetCell.Mark {
        switch self {
        case .supported: .good
        case .extended: .fair
        case .ended: .bad
        case .unknown: .unclear
        }
    }
}

extension SheetCell.Mark {
    /// The class of the page's style.
    var style: String {
        switch self {
        case .good: "good"
        case .fair: "warning"
        case .bad: "critical"
        case .unclear: "unclear"
        }
    }
}
