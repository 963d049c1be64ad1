/// Sizes that a person can mean. Sums and products of them stay far from the ends of the integers.
package enum PlausibleSizes {
    package static let cpus = 1...65_536
    /// Up to 100 TB.
    package static let memoryMiB = 1...100_000_000
    /// Of disks and networks, each second. A rate of 0 would be a host that nothing may use.
    package static let rate = 1...1e15
    package static let watts = 0...1e6
}
