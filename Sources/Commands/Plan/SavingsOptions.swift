internal import ArgumentParser
internal import Planner

/// The figures that savings are computed from.
struct SavingsOptions: ParsableArguments {
    @Option(help: "Mean watts of a physical server, measured or rated.")
    var serverWatts = 250.0

    @Option(help: "Mean watts of a host of the pool.")
    var hostWatts = 450.0

    @Option(help: "Power usage effectiveness of the room.")
    var pue = 1.6

    @Option(help: "Price of a kWh.")
    var energyPrice = 0.2

    @Option(help: "Licences of a physical server, a year.")
    var serverLicence = 0.0

    @Option(help: "Licences of a host, a year.")
    var hostLicence = 0.0

    @Option(help: "Grams of CO₂ of a kWh.")
    var co2 = 400.0

    @Option(help: "Where the CO₂ factor comes from; printed beside the figures.")
    var co2Source = "no source stated"

    @Option(help: "Currency of prices.")
    var currency = "EUR"

    var basis: Savings.Basis {
        Savings.Basis(
            wattsPerServer: serverWatts, wattsPerHost: hostWatts, pue: pue, pricePerKilowattHour: energyPrice,
            licencePerServer: serverLicence, licencePerHost: hostLicence, gramsPerKilowattHour: co2,
            factorSource: co2Source, currency: currency)
    }

    func validate() throws {
        let all = [serverWatts, hostWatts, pue, energyPrice, serverLicence, hostLicence, co2]
        guard all.allSatisfy({ $0.isFinite && $0 >= 0 && $0 < 1e9 }) else {
            throw ValidationError("figures for savings are not negative")
        }
    }
}
