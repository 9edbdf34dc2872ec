using Headroom.Control;
using Headroom.Quantities;
using Headroom.Solvers;

namespace Headroom.Planning.Tests.Ahead;

/// <summary>Days that a pencil can plan: a rack draws 1 MW and serves a million tokens a second, nothing idles, and the site draws what its racks do.</summary>
internal static class Days
{
    public const double Exact = 1e-5;

    public static AheadInputs Of(TimeSpan length, params double[] ceilingMegawatts) => new()
    {
        Lengths = [.. ceilingMegawatts.Select(_ => length)],
        Ceiling = Megawatts(ceilingMegawatts),
        Price = [.. ceilingMegawatts.Select(_ => 50.DollarsPerMegawattHour)],
        DrawPerItRatio = [.. ceilingMegawatts.Select(_ => 1.0)],
        Other = new Power[ceilingMegawatts.Length],
        Fleets = [new("racks", [.. ceilingMegawatts.Select(_ => 100.0)], default)],
    };

    /// <summary>A service that takes so many megawatts where it gets all it asks for.</summary>
    public static AheadService Service(string name, int tier, params double[] megawatts) => new()
    {
        Name = name,
        Tier = tier,
        Demand = [.. megawatts.Select(mw => (1e6 * mw).TokensPerSecond)],
        Lanes = [new(0, [new(1.Megawatts, 1e6.TokensPerSecond)])],
    };

    public static AheadService Waiting(string name, TimeSpan window, params double[] megawatts) =>
        Service(name, 3, megawatts) with { MayWait = true, Window = window };

    public static Power[] Megawatts(params double[] values) => [.. values.Select(value => value.Megawatts)];

    public static AheadPlan Plan(AheadInputs inputs)
    {
        AheadAnswer answer = AheadPlanner.Plan(inputs, inputs.Start, new HighsSolver(), CancellationToken.None);
        return Assert.IsType<AheadAnswer.Planned>(answer).Plan;
    }

    public static OfflineOptimum Optimum(AheadInputs inputs) =>
        Assert.IsType<OptimumAnswer.Found>(OfflineOptimum.Of(inputs, new HighsSolver(), CancellationToken.None)).Optimum;

    /// <summary>Megawatts in each step, to ten watts.</summary>
    public static void Draws(double[] megawatts, IEnumerable<Power> power) => AssertAll(megawatts, power.Select(one => one.Megawatts));

    /// <summary>Millions of tokens a second in each step.</summary>
    public static void Serves(double[] millions, IEnumerable<TokenRate> tokens) => AssertAll(millions, tokens.Select(one => one.MillionTokensPerSecond));

    public static void AssertAll(double[] expected, IEnumerable<double> found)
    {
        double[] all = [.. found];
        Assert.True(expected.Length == all.Length && expected.Zip(all).All(pair => Math.Abs(pair.First - pair.Second) <= Exact),
            $"expected {string.Join(", ", expected)}; found {string.Join(", ", all)}");
    }
}
