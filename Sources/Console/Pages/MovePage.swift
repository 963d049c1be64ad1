internal import Estate
internal import Operations

/// One move while it goes on, and afterwards: predicted beside seen.
struct MovePage {
    let move: MoveSeen
    let now: Moment

    var main: HTML {
        .all([
            .element("h1", [:], .text("\(move.head.machine): \(move.head.from) → \(move.head.to)")),
            .element("p", [:], Self.mark(move)), reason,
            .table("The move", ["", "Seen", "Predicted"], rows), .heading("Memory on its way"),
            MoveChart(move: move).memory, .heading("What its users notice"), probes, .heading("What happened"), events,
            .note("Times are milliseconds since the checks were done."),
            .command("p2v history \(ShellWord.of(move.head.machine))"),
        ])
    }

    static func mark(_ move: MoveSeen) -> HTML {
        switch move.standing {
        case .moving: .mark("moves", .warning)
        case .moved: .mark("moved", .good)
        case .failed: .mark("failed", .critical)
        case .silent: .mark("its p2v is gone without a word: see where the VM runs", .unclear)
        }
    }

    private var reason: HTML {
        move.end?.because.map { .element("p", ["class": "mark critical"], .text($0)) } ?? .none
    }

    private var rows: [[HTML]] {
        let (prediction, progress) = (move.head.prediction, move.progress)
        let last = move.lines.last?.milliseconds
        let total = move.end?.wallSeconds ?? (move.standing == .moving ? last.map { $0 / 1000 } : nil)
        let pause =
            move.end?.pauseMilliseconds ?? move.pause.flatMap { pause in (pause.to ?? last).map { $0 - pause.from } }
        return [
            ["Begun", move.head.begunAt.iso, "–"].map(HTML.text),
            [.text("Seconds"), known(total.map { Fixed.text($0, 1) }), range(prediction?.totalSeconds, 1)],
            [.text("Pass"), known(progress?.pass.map { "\($0)" }), known(prediction.map { "\($0.rounds)" })],
            [
                .text("Memory that remains"),
                known(
                    progress?.remainingBytes.map { left in
                        Bytes.text(left) + (progress?.totalBytes.map { " of \(Bytes.text($0))" } ?? "")
                    }),
                .text("–"),
            ],
            [
                .text("The guest writes, a second"), known(progress?.dirtyBytesPerSecond.map { Bytes.text($0) }),
                .text("–"),
            ],
            [.text("Sent, a second"), known(progress?.bytesPerSecond.map { Bytes.text($0) }), .text("–")],
            [
                .text("Limit of the pause, ms"), known(progress?.limitMilliseconds.map { "\($0)" }), .text("–"),
            ],
            [
                .text("Pause, ms"),
                pause.map { .text(Fixed.text($0, 0)) } ?? (move.standing == .moving ? .text("not yet") : known(nil)),
                range(prediction?.blackoutMilliseconds, 0),
            ],
        ]
    }

    private func known(_ text: String?) -> HTML { text.map { .text($0) } ?? .mark("not known", .unclear) }

    private func range(_ expected: MigrationPrediction.Estimate?, _ digits: Int) -> HTML {
        known(
            expected.map {
                "\(Fixed.text($0.value, digits)) (\(Fixed.text($0.low, digits)) to \(Fixed.text($0.high, digits)))"
            })
    }

    private var probes: HTML {
        let probes = move.answers
        guard !probes.isEmpty else {
            return .note("nothing probes it, or another machine does: what its users notice is not known here")
        }
        return .all(
            probes.map { name, answers in
                let latencies = answers.compactMap(\.milliseconds)
                let lost = answers.count - latencies.count
                let words =
                    "\(name): \(answers.count) asked, \(lost) lost, the slowest answer \(latencies.max().map { Fixed.text($0, 1) } ?? "–") ms"
                return .all([.note(words), MoveChart(move: move).latency(answers, words)])
            })
    }

    private var events: HTML {
        let lines = move.lines.filter { $0.what != "progress" && $0.what != "probe" }.suffix(60)
        return .all([
            lines.isEmpty
                ? .note("nothing yet")
                : .table(
                    "Events", ["Milliseconds", "What", "Host", "Why"],
                    lines.map {
                        [
                            .text(Fixed.text($0.milliseconds, 0)), .text($0.what), .text($0.host ?? "–"),
                            .text($0.because ?? $0.limitMilliseconds.map { "\($0) ms" } ?? ""),
                        ]
                    }),
            move.unreadable > 0 ? .note("\(move.unreadable) lines of its trail cannot be read") : .none,
        ])
    }
}

/// A move over time: what remains of the memory, answers of a probe, and the pause as a band.
struct MoveChart {
    private static let (width, height, points) = (1000.0, 160.0, 400)

    let move: MoveSeen

    private var end: Double {
        let predicted = (move.head.prediction?.totalSeconds.value ?? 0) * 1000
        let last = move.answers.flatMap(\.answers).map(\.at).max() ?? 0
        return max(1, move.lines.last?.milliseconds ?? 0, last, predicted)
    }
    private var start: Double { min(0, move.answers.flatMap(\.answers).map(\.at).min() ?? 0) }

    private func x(_ milliseconds: Double) -> Double { (milliseconds - start) / (end - start) * Self.width }

    var memory: HTML {
        let seen = move.lines.filter { $0.what == "progress" && $0.remainingBytes != nil }
        guard let most = seen.compactMap({ $0.totalBytes ?? $0.remainingBytes }).max(), most > 0 else {
            return .note("how much memory remains is not known")
        }
        let line = Self.thinned(seen).map { (x($0.milliseconds), share($0.remainingBytes ?? 0, most)) }
        let rates = seen.compactMap { line in line.dirtyBytesPerSecond.map { (line.milliseconds, $0) } }
        let highest = max(1, rates.map(\.1).max() ?? 1)
        let dirty = Self.thinned(rates).map { (x($0.0), share($0.1, highest)) }
        let words =
            "\(Bytes.text(seen.last?.remainingBytes ?? 0)) of \(Bytes.text(most)) remain; the guest wrote at most "
            + (rates.isEmpty ? "an unknown amount" : Bytes.text(highest)) + " a second"
        return .all([
            .note(
                words
                    + " (solid: what remains; dashed: what the guest writes; band: the pause; upright line: predicted end)"
            ),
            picture(words, [Self.path("remains", line), Self.path("dirty", dirty)]),
        ])
    }

    /// Answers as dots, the slowest of each moment; what was lost stands at the top.
    func latency(_ answers: [TrailLine.Answer], _ words: String) -> HTML {
        let most = max(1, answers.compactMap(\.milliseconds).max() ?? 1)
        var (slowest, lost) = ([Int: Double](), Set<Int>())
        for answer in answers {
            let place = Int(x(answer.at) / Self.width * Double(Self.points))
            if let time = answer.milliseconds {
                slowest[place] = max(slowest[place] ?? 0, time)
            } else {
                lost.insert(place)
            }
        }
        let step = Self.width / Double(Self.points)
        let dots = slowest.sorted { $0.key < $1.key }.map {
            (Double($0.key) * step, Self.height - $0.value / most * (Self.height - 12))
        }
        return picture(
            words,
            [
                Self.dots("answer", dots), Self.dots("lost", lost.sorted().map { (Double($0) * step, 6.0) }),
            ])
    }

    private func share(_ part: UInt64, _ whole: UInt64) -> Double {
        Self.height - Double(part) / Double(whole) * (Self.height - 6)
    }

    private func picture(_ words: String, _ parts: [HTML]) -> HTML {
        var all: [HTML] = []
        if let pause = move.pause {
            let (left, right) = (x(pause.from), x(pause.to ?? move.lines.last?.milliseconds ?? end))
            all.append(
                .element(
                    "rect",
                    [
                        "class": "pause", "x": Self.number(left), "y": "0", "width": Self.number(max(2, right - left)),
                        "height": Self.number(Self.height),
                    ]))
        }
        if let predicted = move.head.prediction?.totalSeconds.value {
            let place = Self.number(x(predicted * 1000))
            all.append(
                .element(
                    "line", ["class": "predicted", "x1": place, "x2": place, "y1": "0", "y2": Self.number(Self.height)])
            )
        }
        return .element(
            "svg",
            [
                "class": "chart", "role": "img", "aria-label": words, "preserveAspectRatio": "none",
                "viewBox": "0 0 \(Int(Self.width)) \(Int(Self.height))",
            ], all + parts)
    }

    private static func path(_ style: String, _ points: [(Double, Double)]) -> HTML {
        guard !points.isEmpty else { return .none }
        return .element(
            "polyline",
            ["class": style, "points": points.map { "\(number($0.0)),\(number($0.1))" }.joined(separator: " ")])
    }

    private static func dots(_ style: String, _ points: [(Double, Double)]) -> HTML {
        guard !points.isEmpty else { return .none }
        return .element(
            "path", ["class": style, "d": points.map { "M\(number($0.0)) \(number($0.1))h0" }.joined()])
    }

    private static func number(_ value: Double) -> String { Fixed.text(value.isFinite ? value : 0, 1) }

    private static func thinned<Value>(_ values: [Value]) -> [Value] {
        guard values.count > points else { return values }
        let step = (values.count + points - 1) / points
        return values.indices.filter { $0 % step == 0 || $0 == values.count - 1 }.map { values[$0] }
    }
}
