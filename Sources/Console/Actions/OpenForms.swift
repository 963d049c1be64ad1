internal import Estate

/// Forms that were shown and may be sent: each once, by the session it was shown to, within ten minutes.
///
/// What a form does is kept here and not in the form: nobody can change it on its way.
actor OpenForms {
    enum Deed: Sendable, Hashable {
        case act(Action)
        case stop(task: String)
    }

    /// Seconds for which a preview may be confirmed.
    static let lifetime = 600.0
    private static let most = 500

    private struct Form {
        var deed: Deed
        var visitor: [UInt8]
        var end: Moment
    }

    private let now: @Sendable () -> Moment
    private var forms: [[UInt8]: Form] = [:]

    init(now: @escaping @Sendable () -> Moment) { self.now = now }

    /// - Returns: the token that the form has to bring back.
    func open(_ deed: Deed, for visitor: Visitor) -> String {
        let (token, moment) = (Gate.secret(), now())
        forms = forms.filter { $0.value.end > moment }
        if forms.count >= Self.most, let oldest = forms.min(by: { $0.value.end < $1.value.end })?.key {
            forms[oldest] = nil
        }
        forms[SHA256.digest(Array(token.utf8))] = Form(
            deed: deed, visitor: visitor.id, end: Moment(seconds: moment.seconds + Self.lifetime))
        return token
    }

    /// Nil where it was sent before, is too old, or is another visitor's.
    func take(_ token: String, by visitor: Visitor) -> Deed? {
        let key = SHA256.digest(Array(token.utf8))
        guard let form = forms[key], form.visitor == visitor.id else { return nil }
        forms[key] = nil
        return form.end > now() ? form.deed : nil
    }
}
