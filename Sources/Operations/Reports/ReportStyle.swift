/// How the page looks, in light and in dark.
enum ReportStyle {
    static let css = """
        :root { --ink: #1b1f24; --soft: #57606a; --paper: #fff; --line: #d8dee4; --tile: #f6f8fa; --accent: #3b6fd4;
        --red: #b3261e; --amber: #8a5a00; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --paper: #0d1117; --line: #30363d;
        --tile: #161b22; --accent: #6c9cf5; --red: #ff8a80; --amber: #e3b341; } }
        body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 1180px;
        margin: 2rem auto; padding: 0 1.25rem; }
        h1 { font-size: 1.7rem; margin: 0 0 1rem } h2 { font-size: 1.15rem; margin: 2rem 0 .6rem }
        a { color: var(--accent); text-decoration: none }
        .tiles { display: flex; flex-wrap: wrap; gap: .8rem }
        .tiles div { background: var(--tile); border: 1px solid var(--line); border-radius: 8px; padding: .7rem 1.1rem }
        .tiles b { display: block; font-size: 1.35rem } .tiles span { color: var(--soft); font-size: .85rem }
        .wide { overflow-x: auto }
        table { border-collapse: collapse; width: 100%; font-size: .88rem }
        th, td { text-align: left; vertical-align: top; padding: .4rem .7rem; border-bottom: 1px solid var(--line) }
        tr:first-child th { color: var(--soft); font-weight: 600 }
        .critical, .warning { font-weight: 600 } .critical { color: var(--red) } .warning { color: var(--amber) }
        .information { color: var(--soft) }
        dl { display: grid; grid-template-columns: 8rem 1fr; gap: .2rem 1rem } dt { color: var(--soft) } dd { margin: 0 }
        section { border-top: 1px solid var(--line); margin-top: 2rem }
        figure { margin: 1rem 0 } figure svg { width: 100%; height: 130px } figcaption { color: var(--soft); font-size: .8rem }
        .grid { stroke: var(--line); fill: none } .line { stroke: var(--accent); fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke }
        """
}
