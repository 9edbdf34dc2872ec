using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What keeps an offer from being larger: each constraint is moved alone, and the one that gains most binds.</summary>
internal static class OfferBindings
{
    /// <summary>By how much what can be built or bought is moved.</summary>
    private const double Tenth = 1.1;

    public static OfferBinding Of(OfferInputs inputs, OfferQuestion asked, Power cut)
    {
        ControlFacts facts = inputs.Facts;
        var reach = new OfferReach(inputs, asked);
        Power baseline = reach.Baseline;
        if (baseline <= Power.Zero) return new("the site imports nothing that could be cut", "", default);
        if (baseline - cut <= reach.Least + 1e-6 * baseline) return new("expected import: all of it is offered but what is left for noise", "", default);
        if (reach.StorageMost <= cut + 1e-6 * baseline) return Storage(inputs, asked, cut);
        List<OfferBinding> moved = [];
        void Try(string constraint, string move, OfferInputs other, OfferQuestion question)
        {
            Power gain = new OfferReach(other, question).Best().Cut - cut;
            if (gain > 1e-4 * baseline) moved.Add(new(constraint, move, gain));
        }
        void Facing(string constraint, string move, ControlFacts other) => Try(constraint, move, inputs with { Facts = other }, asked);
        void Bigger(string constraint, Func<AheadBattery, AheadBattery> battery, double stored) => Try(constraint, "10 % more", inputs with
        {
            Ahead = inputs.Ahead with { Batteries = [.. inputs.Ahead.Batteries.Select(battery)] },
            Stored = [.. inputs.Stored.Select(one => one.Select(energy => stored * energy).ToArray())],
        }, asked);

        if (facts.RampLimit is { } ramp) Facing("the grid's ramp limit", "10 % faster", facts with { RampLimit = Tenth * ramp });
        if (facts.SlowFall is { } fall) Facing("racks that let their draw fall slowly", "10 % faster", facts with { SlowFall = Tenth * fall });
        Bigger("power of the battery", one => one with { Power = Tenth * one.Power }, 1);
        Bigger("energy in the battery", one => one with { Energy = Tenth * one.Energy }, Tenth);
        Try("plants that can be raised", "10 % more capacity", inputs with
        {
            Ahead = inputs.Ahead with { Plants = [.. inputs.Ahead.Plants.Select(one => one with { Most = [.. one.Most.Select(most => Tenth * most)] })] },
        }, asked);
        if (moved.Count > 0) return moved.MaxBy(one => one.Gain.Watts)!;
        foreach (TimeSpan notice in OfferBook.Notices.Where(one => one > asked.Notice))
            if (new OfferReach(inputs, asked with { Notice = notice }).Best().Cut - cut is { } gain && gain > 1e-3 * baseline)
                return new(asked.Notice < facts.CapDelay ? "caps land too late" : "time for work and plants to follow", $"{Said(notice)} of notice", gain);
        foreach (OfferDepth depth in OfferBook.Depths.Where(one => one > asked.Depth))
            if (new OfferReach(inputs, asked with { Depth = depth }).Best().Cut - cut is { } gain && gain > 1e-3 * baseline)
                return new("what tiers promise", depth == OfferDepth.Promises ? "tiers 1 to 3 to lose what they promise" : "tiers 1 to 3 to stand still", gain);
        return new("work that is never touched", "", default);
    }

    private static OfferBinding Storage(OfferInputs inputs, OfferQuestion asked, Power cut)
    {
        OfferInputs fuller = inputs with
        {
            Stored = [.. inputs.Stored.Select((one, i) => one.Select(energy => energy + inputs.Ahead.Batteries[i].Power * TimeSpan.FromHours(1)).ToArray())],
        };
        const string constraint = "batteries have to keep the grid's ramp when training comes back";
        Power gain = new OfferReach(fuller, asked).Best().Cut - cut;
        return gain > Power.Zero ? new(constraint, "an hour of their power more in them", gain) : new(constraint, "", default);
    }

    private static string Said(TimeSpan time) => time.TotalHours >= 1 ? $"{time.TotalHours:0} h" : time.TotalMinutes >= 1 ? $"{time.TotalMinutes:0} min" : $"{time.TotalSeconds:0} s";
}
