using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control;

/// <summary>Inputs of offers, drawn by seed: some of everything that can bind.</summary>
public sealed record AnyOffers(int Seed, OfferInputs Inputs)
{
    public const int Steps = 40;

    public static AnyOffers Of(int seed)
    {
        var chance = new Random(seed);
        double Draw(double least, double most) => least + (most - least) * chance.NextDouble();
        Power[] Megawatts(double least, double most) => [.. Enumerable.Range(0, Steps).Select(_ => Draw(least, most).Megawatts)];
        int batteries = chance.Next(3), plants = chance.Next(3), runs = chance.Next(3), services = chance.Next(1, 4);
        AheadInputs ahead = Site(Megawatts(40, 46)) with
        {
            Fleets = [new("racks", [.. Enumerable.Repeat(100.0, Steps)], Draw(0, 30).Kilowatts)],
            Services =
            [
                .. Enumerable.Range(0, services).Select(i => new AheadService
                {
                    Name = $"service {i}",
                    Tier = chance.Next(4),
                    MayWait = chance.Next(3) == 0,
                    Window = TimeSpan.FromHours(Draw(0, 24)),
                    Demand = [.. Enumerable.Repeat(TokenRate.FromSi(Draw(1e3, 1e6)), Steps)],
                }),
            ],
            Runs = [.. Enumerable.Range(0, runs).Select(i => new AheadRun { Name = $"run {i}", RacksMost = [.. Enumerable.Repeat(10.0, Steps)], FullPerRack = 1.Megawatts, MayPause = chance.Next(3) > 0 })],
            Plants =
            [
                .. Enumerable.Range(0, plants).Select(i => new AheadPlant
                {
                    Name = $"plant {i}",
                    Planned = chance.Next(2) == 0 ? new Power[Steps] : Megawatts(1, 5),
                    Least = new Power[Steps],
                    Most = Megawatts(5, 10),
                    Follows = chance.Next(4) > 0,
                    Ramp = chance.Next(2) == 0 ? null : Ramp.FromSi(Draw(1e3, 1e5)),
                    Cost = EnergyPrice.FromSi(3e-8),
                }),
            ],
            Batteries =
            [
                .. Enumerable.Range(0, batteries).Select(i => new AheadBattery
                {
                    Name = $"battery {i}", Power = Draw(1, 20).Megawatts, Energy = 40.MegawattHours, Stored = 20.MegawattHours, DischargeEfficiency = 0.95, ChargeEfficiency = 0.95,
                }),
            ],
        };
        return new(seed, With(ahead) with
        {
            ServiceDraw = [.. ahead.Services.Select(_ => Megawatts(1, 8))],
            RunDraw = [.. ahead.Runs.Select(_ => Megawatts(1, 8))],
            BatteryInjection = [.. ahead.Batteries.Select(_ => Megawatts(-2, 2))],
            Stored = [.. ahead.Batteries.Select(_ => Enumerable.Range(0, Steps).Select(_ => Draw(0, 40).MegawattHours).ToArray())],
            OldestWaiting = [.. ahead.Services.Select(_ => Enumerable.Repeat(TimeSpan.FromHours(Draw(0, 4)), Steps).ToArray())],
            StartTimes = [.. ahead.Plants.Select(_ => TimeSpan.FromMinutes(Draw(0, 40)))],
            Values = [.. ahead.Services.Select(_ => TokenPrice.FromSi(1e-6))],
            Facts = new()
            {
                CapDelay = TimeSpan.FromSeconds(Draw(0, 42)),
                RampLimit = chance.Next(2) == 0 ? null : Ramp.FromSi(Draw(1e3, 1e6)),
                SlowFall = chance.Next(2) == 0 ? null : Ramp.FromSi(Draw(1e3, 3e5)),
                EfficiencyFraction = 0.95,
            },
        });
    }

    /// <summary>Imports 10 MW for 10 MW of idle racks.</summary>
    public static OfferInputs OnlyBattery(Power power, Energy energy)
    {
        AheadInputs ahead = Site([.. Enumerable.Repeat(10.Megawatts, Steps)]) with
        {
            Fleets = [new("racks", [.. Enumerable.Repeat(10.0, Steps)], 1.Megawatts)],
            Batteries = [new() { Name = "battery", Power = power, Energy = energy, Stored = energy }],
        };
        return With(ahead) with { BatteryInjection = [new Power[Steps]], Stored = [[.. Enumerable.Repeat(energy, Steps)]], Import = [.. Enumerable.Repeat(10.Megawatts, Steps)] };
    }

    private static AheadInputs Site(Power[] import) => new()
    {
        Lengths = [.. Enumerable.Repeat(TimeSpan.FromMinutes(15), Steps)],
        Ceiling = [.. import.Select(one => 1.2 * one)],
        Price = [.. Enumerable.Repeat(EnergyPrice.FromSi(2e-8), Steps)],
        DrawPerItRatio = [.. Enumerable.Repeat(1.0, Steps)],
        Other = new Power[Steps],
    };

    private static OfferInputs With(AheadInputs ahead) => new()
    {
        Ahead = ahead,
        Import = [.. ahead.Ceiling.Select(one => one / 1.2)],
        ServiceDraw = [],
        RunDraw = [],
        BatteryInjection = [],
        Stored = [],
        OldestWaiting = [],
        StartTimes = [],
        Values = [],
    };
}
