/// How the page looks: in light, in dark, on a narrow screen and on paper.
enum ReportStyle {
    static let css = colours + text + tables + parts + paper

    private static let light = """
        --ink: #1b1f24; --soft: #57606a; --paper: #fff; --line: #d8dee4; --tile: #f6f8fa; --accent: #2f5fc0;
        --red: #a3201a; --amber: #7a5000; --green: #1a6b36; --red-back: #fde8e6; --amber-back: #fdf3d3;
        --green-back: #e0f3e6; --soft-back: #eceff2;
        """

    private static let colours = """
        :root { color-scheme: light dark; \(light) }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --paper: #0d1117; --line: #30363d;
        --tile: #161b22; --accent: #7aa7f7; --red: #ff9b93; --amber: #e8bd55; --green: #6fd08c; --red-back: #3d1a18;
        --amber-back: #352a0d; --green-back: #11301c; --soft-back: #232a32; } }

        """

    private static let text = """
        * { box-sizing: border-box }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1240px;
        margin: 2rem auto; padding: 0 1.25rem; }
        h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; overflow-wrap: anywhere }
        h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem } h3 { font-size: .95rem; margin: 0 0 .4rem }
        h2, h3 { break-after: avoid } h3 small { color: var(--soft); font-weight: 400 }
        a { color: var(--accent); text-decoration: none } a:hover { text-decoration: underline }
        .note { color: var(--soft); font-size: .85rem; margin: .3rem 0 }
        [hidden] { display: none }

        """

    private static let tables = """
        .wide { overflow-x: auto }
        table { border-collapse: collapse; width: 100%; font-size: .86rem }
        th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line) }
        th { font-weight: 600 } thead th { color: var(--soft); vertical-align: bottom } .number { text-align: right;
        font-variant-numeric: tabular-nums; white-space: nowrap } .number.unclear { color: var(--soft) }
        tbody th { white-space: nowrap }
        thead button { all: unset; cursor: pointer; font-weight: 600 } thead button:focus-visible { outline: 2px solid var(--accent) }
        [aria-sort=ascending] button::after { content: " ▲" } [aria-sort=descending] button::after { content: " ▼" }
        .mark { font-weight: 600; border-radius: 4px; padding: .05rem .4rem; white-space: nowrap }
        .mark.critical { color: var(--red); background: var(--red-back) }
        .mark.warning { color: var(--amber); background: var(--amber-back) }
        .mark.good { color: var(--green); background: var(--green-back) }
        .mark.unclear, .mark.information { color: var(--soft); background: var(--soft-back) }
        .tools { display: flex; gap: .8rem; align-items: center; margin: 0 0 .6rem }
        .tools:empty { display: none } .tools input { font: inherit; color: inherit; background: var(--tile);
        border: 1px solid var(--line); border-radius: 6px; padding: .35rem .6rem; width: 22rem; max-width: 100% }
        .tools output { color: var(--soft) }

        """

    private static let parts = """
        .tiles { display: flex; flex-wrap: wrap; gap: .7rem; margin: 1.2rem 0 }
        .tiles div { background: var(--tile); border: 1px solid var(--line); border-radius: 8px; padding: .6rem 1rem }
        .tiles b { display: block; font-size: 1.25rem } .tiles span { color: var(--soft); font-size: .82rem }
        .parts { columns: 20rem; column-gap: 2rem }
        .part { border: 0; margin: 0 0 1.2rem; min-width: 0; break-inside: avoid } .part th { font-weight: 400; white-space: normal; overflow-wrap: anywhere }
        .part td.bar { width: 35% } .part th, .part td { padding: .2rem .5rem .2rem 0 }
        .bar i { display: block; height: .7rem; margin-top: .3rem; border-radius: 2px; background: var(--accent); min-width: 1px }
        .bar i.critical { background: var(--red) } .bar i.warning { background: var(--amber) }
        .bar i.good { background: var(--green) } .bar i.unclear { background: var(--soft) }
        section { border-top: 1px solid var(--line); margin-top: 2rem; min-width: 0 }
        .concern { border: 0; margin: 0 0 1.1rem; break-inside: avoid } .concern p, .concern ul { margin: .2rem 0 }
        .concern li { overflow-wrap: anywhere }
        dl { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: .2rem 1rem } dt { color: var(--soft) }
        dd { margin: 0; overflow-wrap: anywhere }
        figure { margin: 1rem 0 } figure svg { width: 100%; height: 130px } figcaption { color: var(--soft); font-size: .8rem }
        .grid { stroke: var(--line); fill: none } .line { stroke: var(--accent); fill: none; stroke-width: 1.5;
        vector-effect: non-scaling-stroke }
        @media (max-width: 480px) { body { padding: 0 .8rem; margin-top: 1rem } dl { grid-template-columns: 1fr }
        dt { margin-top: .3rem } .wide table { min-width: 54rem } .tiles div { flex: 1 1 40% } }

        """

    /// Paper is white, has no script, and shows a whole row on one page.
    private static let paper = """
        @page { size: A4 landscape; margin: 12mm }
        @media print { :root { color-scheme: light; \(light) }
        body { font-size: 9.5pt; max-width: none; margin: 0; padding: 0 } .tools { display: none }
        .wide { overflow: visible } .wide table { min-width: 0 } .parts { columns: 3 } .parts .part { break-inside: auto } table { font-size: 7.5pt } th, td { padding: .2rem .35rem }
        thead { display: table-header-group } tr, figure, .concern { break-inside: avoid } a { color: inherit }
        thead th, tbody th { white-space: normal } .mark { padding: 0 .2rem; white-space: normal }
        .mark, .bar i, .tiles div { print-color-adjust: exact; -webkit-print-color-adjust: exact }
        .wide svg { max-width: 100%; max-height: 160mm; height: auto } }
        """
}
