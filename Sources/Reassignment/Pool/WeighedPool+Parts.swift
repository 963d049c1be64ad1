extension WeighedPool {
    package struct Resource: Sendable, Hashable, Codable {
        package var name: String
        /// While a machine moves it uses this on both hosts: disk space, for example.
        package var isTransient: Bool
        /// The price of each unit above a host's safe use.
        package var weight: Int

        package init(name: String, isTransient: Bool = false, weight: Int = 1) {
            self.name = name
            self.isTransient = isTransient
            self.weight = weight
        }

        private enum Key: String, CodingKey {
            case name, weight
            case isTransient = "transient"
        }

        package init(from decoder: any Decoder) throws {
            let box = try decoder.container(keyedBy: Key.self)
            name = try box.decode(String.self, forKey: .name)
            isTransient = try box.decodeIfPresent(Bool.self, forKey: .isTransient) ?? false
            weight = try box.decodeIfPresent(Int.self, forKey: .weight) ?? 1
        }

        package func encode(to encoder: any Encoder) throws {
            var box = encoder.container(keyedBy: Key.self)
            try box.encode(name, forKey: .name)
            try box.encode(isTransient, forKey: .isTransient)
            try box.encode(weight, forKey: .weight)
        }
    }

    package struct Host: Sendable, Hashable, Codable {
        package var name: String
        /// Where a service is spread over: a rack, a room, a site.
        package var location: String
        /// Whose hosts are near enough for services that need one another.
        package var neighborhood: String
        /// Of each resource, in their order: never passed.
        package var capacity: [Int]
        /// Of each resource, in their order: what is used above it costs.
        package var safe: [Int]

        package init(
            name: String, location: String? = nil, neighborhood: String = "", capacity: [Int], safe: [Int]? = nil
        ) {
            self.name = name
            self.location = location ?? name
            self.neighborhood = neighborhood
            self.capacity = capacity
            self.safe = safe ?? capacity
        }

        private enum Key: String, CodingKey { case name, location, neighborhood, capacity, safe }

        package init(from decoder: any Decoder) throws {
            let box = try decoder.container(keyedBy: Key.self)
            self.init(
                name: try box.decode(String.self, forKey: .name),
                location: try box.decodeIfPresent(String.self, forKey: .location),
                neighborhood: try box.decodeIfPresent(String.self, forKey: .neighborhood) ?? "",
                capacity: try box.decode([Int].self, forKey: .capacity),
                safe: try box.decodeIfPresent([Int].self, forKey: .safe))
        }
    }

    /// Machines that do the same: no two of them on one host.
    package struct Service: Sendable, Hashable, Codable {
        package var name: String
        /// In how many locations it runs at least.
        package var spread: Int
        /// Services of which a machine runs in every neighborhood where one of this runs.
        package var dependsOn: [String]

        package init(name: String, spread: Int = 0, dependsOn: [String] = []) {
            self.name = name
            self.spread = spread
            self.dependsOn = dependsOn
        }

        private enum Key: String, CodingKey { case name, spread, dependsOn }

        package init(from decoder: any Decoder) throws {
            let box = try decoder.container(keyedBy: Key.self)
            name = try box.decode(String.self, forKey: .name)
            spread = try box.decodeIfPresent(Int.self, forKey: .spread) ?? 0
            dependsOn = try box.decodeIfPresent([String].self, forKey: .dependsOn) ?? []
        }
    }

    package struct Machine: Sendable, Hashable, Codable {
        package var name: String
        /// Nil: it is alone in its service.
        package var service: String?
        package var host: String
        /// Of each resource, in their order.
        package var demand: [Int]
        package var moveCost: Int

        package init(name: String, service: String? = nil, host: String, demand: [Int], moveCost: Int = 1) {
            self.name = name
            self.service = service
            self.host = host
            self.demand = demand
            self.moveCost = moveCost
        }

        private enum Key: String, CodingKey { case name, service, host, demand, moveCost }

        package init(from decoder: any Decoder) throws {
            let box = try decoder.container(keyedBy: Key.self)
            name = try box.decode(String.self, forKey: .name)
            service = try box.decodeIfPresent(String.self, forKey: .service)
            host = try box.decode(String.self, forKey: .host)
            demand = try box.decode([Int].self, forKey: .demand)
            moveCost = try box.decodeIfPresent(Int.self, forKey: .moveCost) ?? 1
        }
    }

    /// For each unit that is free of one resource, `target` units of the other are to be free on the same host; what
    /// is missing costs.
    package struct BalanceTerm: Sendable, Hashable, Codable {
        package var of: String
        package var to: String
        package var target: Int
        package var weight: Int

        package init(of: String, to: String, target: Int, weight: Int = 1) {
            self.of = of
            self.to = to
            self.target = target
            self.weight = weight
        }
    }

    /// What each kind of move cost counts in the objective.
    package struct MoveWeights: Sendable, Hashable, Codable {
        /// Of the machines' own move costs.
        package var machine: Int
        /// Of the number of moved machines of the service that has most of them.
        package var service: Int
        /// Of the costs from host to host.
        package var host: Int

        package init(machine: Int = 1, service: Int = 0, host: Int = 0) {
            self.machine = machine
            self.service = service
            self.host = host
        }
    }
}
