package import Planner

/// Plans side by side: the document `p2v-what-if/1`.
package struct WhatIf: Encodable, Sendable {
    package let format = "p2v-what-if/1"
    package let outcomes: [Scenario.Outcome]
    package let purchase: Purchase?
}
