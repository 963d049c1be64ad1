internal import Estate

/// Case 36: tuned's profile for a server's hardware. Its daemon chooses one for a virtual machine by itself, unless one was
/// set by hand (tuned-adm(8)).
struct TunedProfile: Decider {
    let id = "tuned-profile"
    let cases = [36]
    private static let places: [(active: String, mode: String?, guest: [String])] = [
        (
            "/etc/tuned/active_profile", "/etc/tuned/profile_mode",
            ["/usr/lib/tuned/virtual-guest", "/usr/lib/tuned/profiles/virtual-guest"]
        ),
        ("/etc/tune-profiles/active-profile", nil, ["/etc/tune-profiles/virtual-guest"]),
    ]
    let reads = Self.places.flatMap { [$0.active] + ($0.mode.map { [$0] } ?? []) }
    let looks = Self.places.flatMap(\.guest)

    /// What a physical server has by itself.
    private static let general: Set<String> = ["throughput-performance", "balanced", "enterprise-storage", "default"]
    /// They reserve processors or huge pages.
    private static let reserving: Set<String> = [
        "realtime", "realtime-virtual-host", "realtime-virtual-guest", "cpu-partitioning",
        "cpu-partitioning-powersave", "virtual-host", "hpc-compute",
    ]

    func decide(_ draft: inout Draft) {
        for place in Self.places {
            guard let file = draft.facts.files[place.active] else { continue }
            let profile = file.text.trimmingSpaces
            let mode = place.mode.flatMap { draft.facts.files[$0]?.text.trimmingSpaces }
            guard mode != "auto" else { return draft.pass("tuned chooses its profile by itself") }
            if Self.reserving.contains(profile) { return say(profile, &draft) }
            guard Self.general.contains(profile), place.guest.contains(where: draft.facts.paths.contains) else {
                return draft.pass("the profile \(profile) was chosen by a person, and stays")
            }
            draft.edit(
                place.active, to: "virtual-guest\n", found: "tuned's profile \(profile)",
                why: "it is for a server's disks and processors", writes: "virtual-guest")
        }
    }

    private func say(_ profile: String, _ draft: inout Draft) {
        draft.concern(
            "tuned-profile", .warning, seen: "tuned's profile \(profile)",
            matters: "it sets processors or memory aside that the virtual machine may not have",
            advice: "tuned-adm profile virtual-guest after the first start, or plan processors and memory for it")
    }
}
