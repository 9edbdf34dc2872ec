using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Racks that services and runs share, as a family of the look ahead.</summary>
internal sealed class FleetAhead
{
    public const string Says = """
        Σ racks of services[t] + Σ racks of runs[t] + off[t] ≤ racks[t]
        IT draw[t] = idle · (racks[t] − off[t]) + Σ power above idle of services and runs[t]
        cost = 100 $/MWh · Δ · idle · off[t] where a rest is ordered
        off[t] = 0 where racks may not be switched off
        """;

    private readonly List<Func<int, Expr<Count>>> used = [];
    private readonly List<Func<int, Expr<Power>>> work = [];

    public required AheadFleet Facts { get; init; }

    /// <summary>Racks that are switched off; null where they may not be.</summary>
    public Variables<Count>? Off { get; private init; }

    public static FleetAhead AddTo(AheadFrame frame, AheadFleet fleet) => new()
    {
        Facts = fleet,
        Off = fleet.MaySwitchOff
            ? frame.Program.Variable($"{fleet.Name} off", frame.Steps, _ => Count.Zero, t => Count.FromSi(Math.Min(fleet.Racks[t], fleet.OffMost?[t] ?? fleet.Racks[t]))) : null,
    };

    /// <summary>A workload takes racks and power above their idling.</summary>
    public void Add(Func<int, Expr<Count>> racks, Func<int, Expr<Power>> aboveIdle)
    {
        used.Add(racks);
        work.Add(aboveIdle);
    }

    /// <summary>IT draw of all its racks.</summary>
    public Expr<Power> It(int t)
    {
        Expr<Count> on = Count.FromSi(Facts.Racks[t]);
        if (Off is { } off) on -= off[t];
        return Facts.IdlePerRack * on + work.Select(one => one(t)).Sum();
    }

    /// <summary>Writes who shares the racks, once all have been added.</summary>
    public void Close(AheadFrame frame)
    {
        if (Off is { } resting && Facts.OffMost is not null)
            frame.Cost($"{Facts.Name} rest", t => restPrice * (frame.Length(t) * (Facts.IdlePerRack * resting[t])));
        frame.Program.ForEach(frame.Steps, $"{Facts.Name} racks",
        t => used.Select(one => one(t)).Sum() + (Off is { } off ? off[t] : default) <= Count.FromSi(Facts.Racks[t]), "no more racks are used than stand");
    }

    /// <summary>What a megawatt-hour of idle power that rest saves has to be worth: racks are not worn out for the price of a usual hour.</summary>
    /// <remarks>Our choice (grade C): above nearly every hour of a typical year, below hours of scarcity.</remarks>
    private static readonly EnergyPrice restPrice = 100.DollarsPerMegawattHour;
}
