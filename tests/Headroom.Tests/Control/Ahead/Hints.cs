using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Ahead;

/// <summary>Looks ahead that nobody solved: steps of five minutes from zero on, whose hints a test writes down.</summary>
static class Hints
{
    public static readonly TimeSpan Length = 5.Minutes;

    /// <summary>A plan of an hour, made at zero; null for nothing of the kind.</summary>
    public static AheadPlan Of(double[][]? batteries = null, LaneUse[][][]? lanes = null, double[][]? off = null, int steps = 12) => new()
    {
        MadeAt = TimeSpan.Zero,
        Edges = [.. Enumerable.Range(0, steps + 1).Select(t => t * Length)],
        ValidFor = 15.Minutes,
        BatteryInjection = [.. (batteries ?? []).Select(one => one.Select(mw => mw.Megawatts).ToArray())],
        Lanes = lanes ?? [],
        Off = off ?? [],
        Stored = [],
        RunPower = [],
        RunRacks = [],
        ServicePower = [],
        Tokens = [],
        Lost = [],
        Waiting = [],
        PlantOutput = [],
        LoopRise = [],
        Import = new Power[steps],
        Scarcity = new AheadScarcity[steps],
        Cost = default,
    };

    /// <summary>The same in every step.</summary>
    public static T[] Flat<T>(T value, int steps = 12) => [.. Enumerable.Repeat(value, steps)];

    /// <summary>One value up to a step, another from it on.</summary>
    public static T[] From<T>(int step, T before, T after, int steps = 12) => [.. Enumerable.Range(0, steps).Select(t => t < step ? before : after)];

    public static LaneUse Use(double racks, double cap, double tokens) => new(racks, cap, tokens.TokensPerSecond);
}
