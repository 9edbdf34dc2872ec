using Headroom.Compute;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Racks of one kind in one part of a hall: a stretch of the site's rows, with their caps and their draw.</summary>
/// <remarks>
///   A row is one rack, or a group of equal ones where a site has very many; the last row may be a fraction, for plans count in
///   fractions. Caps and draws are those of one rack; a row draws <see cref="Units"/> times that.
///   W(c) = n·(c·TDP + P_host)/(1 − ν)        a cap c of the boards as a cap W of the rack, at the IT boundary
/// </remarks>
internal sealed class RackBank
{
    /// <summary>Racks without a cap draw less than this much of boards at TDP and servers beside them, for fractions of a second too.</summary>
    private const double NoCapFactor = 1.25;
    private readonly double perCapWatts, besideWatts;

    /// <param name="rampPerRack">How fast one rack may change so that all together keep the grid's ramp; null without a limit.</param>
    /// <param name="smooths">The part's smoothing is on.</param>
    /// <param name="actuators">The catalog's, where there is one.</param>
    public RackBank(RackChoice choice, PlannedHallPart part, double[] units, int firstRow, bool smooths, Ramp? rampPerRack, ActuatorFacts? actuators = null)
    {
        (Choice, Part, Units, FirstRow) = (choice, part, units, firstRow);
        RackType type = choice.Type;
        perCapWatts = type.Accelerators * type.Accelerator.Tdp.Watts / (1 - type.NetworkShare);
        besideWatts = type.Accelerators * type.HostPowerPerAccelerator.Watts / (1 - type.NetworkShare);
        IdleWatts = ServerPower.Idle(type).Watts;
        (CapLeastFraction, CapMostFraction) = (type.Accelerator.CapFloorFraction, choice.CapMostFraction);
        Caps = new(Actuator(choice, actuators, WattsOfCap(CapLeastFraction), NoCapFactor * WattsOfCap(1)), units.Length);
        Smoothing = smooths ? Smooth(type, rampPerRack) : RackSmoothing.None;
        Draw = new(Smoothing, units.Length, Power.FromSi(IdleWatts));
        (DemandWatts, CapNow, On) = (new double[units.Length], new double[units.Length], new bool[units.Length]);
        wantedCap = [.. units.Select(_ => 1.0)];
        unread = new bool[units.Length];
        Array.Fill(On, true);
        Array.Fill(CapNow, 1.0);
    }

    public RackChoice Choice { get; }

    /// <summary>The fleet that it is part of; set by it.</summary>
    public RackFleet? Fleet { get; set; }
    public PlannedHallPart Part { get; }
    public double[] Units { get; }
    public int FirstRow { get; }
    public int Rows => Units.Length;
    public double IdleWatts { get; }
    public double CapLeastFraction { get; }
    public double CapMostFraction { get; }

    /// <summary>Share of the full power above idle that the lowest cap leaves.</summary>
    public double WorkLeastFraction => Math.Clamp((WattsOfCap(CapLeastFraction).Watts - IdleWatts) / (WattsOfCap(1).Watts - IdleWatts), 0, 1);
    public CapBank Caps { get; }
    public RackSmoothing Smoothing { get; }
    public RackPower Draw { get; private set; }

    /// <summary>What the work of each row would take, per rack.</summary>
    public double[] DemandWatts { get; }

    /// <summary>Cap of the boards that each row works under: enforced, and what heat leaves of it.</summary>
    public double[] CapNow { get; }

    /// <summary>Neither isolated, nor dead, nor switched off.</summary>
    public bool[] On { get; }

    /// <summary>Share of what was wanted above idle that the rows got in the last step; less than 1 where smoothing or a dip held them.</summary>
    public double GotFraction { get; private set; } = 1;

    /// <summary>Such as <c>gb200-nvl72 B 0017</c>.</summary>
    public string NameOf(int row) => $"{Choice.Type.Name} {Part.Name} {row + 1:0000}";

    public Power WattsOfCap(double capFraction) => Power.FromSi(capFraction * perCapWatts + besideWatts);
    public double CapOfWatts(double watts) => Math.Clamp((watts - besideWatts) / perCapWatts, CapLeastFraction, 1);

    private readonly double[] wantedCap;

    /// <summary>Share of their power above idle that a feed above them leaves; 1 where it has room.</summary>
    public double FeedFraction { get; private set; } = 1;

    /// <summary>Orders a cap for a row, unless it is what was ordered last.</summary>
    public void Order(int row, double capFraction)
    {
        wantedCap[row] = capFraction;
        if (unread[row]) return;
        // boards never draw more while they are busy: such a cap is none, and the crests of a wave are free
        bool isNone = capFraction >= AcceleratorPower.BusyShareOfTdp && CapMostFraction >= 1 && FeedFraction >= 1;
        double most = WattsOfCap(Math.Clamp(Math.Min(capFraction, AcceleratorPower.BusyShareOfTdp), CapLeastFraction, CapMostFraction)).Watts;
        Power cap = isNone ? Caps.Actuator.Most : Power.FromSi(FeedFraction >= 1 ? Math.Max(most, WattsOfCap(Math.Min(capFraction, CapMostFraction)).Watts)
            : IdleWatts + FeedFraction * (most - IdleWatts));
        if (Math.Abs(Caps.RequestedWatts[row] - cap.Watts) > 0.5) Caps.Order(row, cap);
    }

    /// <summary>Lowers or raises all caps of the bank together.</summary>
    public void Feed(double fraction)
    {
        if (fraction == FeedFraction) return;
        FeedFraction = fraction;
        for (int row = 0; row < Rows; row++) Order(row, wantedCap[row]);
    }

    /// <summary>A row that is switched on holds its lowest cap, until another is ordered.</summary>
    public void Start(int row)
    {
        Caps.WriteFromOutside(row, Caps.Actuator.Least);
        Caps.Order(row, Caps.Actuator.Least);
    }

    private readonly bool[] unread;

    /// <summary>Nobody has read a row since it started: it hears no order, and keeps the cap it found.</summary>
    public void Unread(int row, bool isUnread) => unread[row] = isUnread;

    /// <summary>Draws that the run begins with: nobody starts at idle in the middle of a day.</summary>
    public void Settle()
    {
        Draw = new(Smoothing, Rows, Power.FromSi(IdleWatts));
        for (int i = 0; i < Rows; i++) Draw.Smoothed[i] = DemandWatts[i];
    }

    /// <summary>A sum of watts, and what its racks that are on draw without work.</summary>
    public double AddIdle(double watts)
    {
        for (int i = 0; i < Rows; i++) if (On[i]) watts += Units[i] * IdleWatts;
        return watts;
    }

    /// <summary>The draw of a step, from demand, caps and supply.</summary>
    public void Advance(TimeSpan step, double supplyFraction)
    {
        Draw.Advance(CapsInForce.Of(Caps), DemandWatts, step, supplyFraction);
        GotFraction = 1;
        if (Smoothing == RackSmoothing.None && supplyFraction == 1) return;
        double wanted = 0, got = 0;
        for (int i = 0; i < Rows; i++)
        {
            if (!On[i]) Draw.Cut(i);
            wanted += Units[i] * Math.Max(0, DemandWatts[i] - IdleWatts);
            got += Units[i] * Math.Max(0, Draw.Served[i] - IdleWatts);
        }
        GotFraction = wanted > 0 ? Math.Clamp(got / wanted, 0, 1) : 1;
    }

    /// <summary>The part's preset, slowed to the grid's ramp where there is one: utilities ask for ramps in MW a minute, and the feature takes them.</summary>
    private RackSmoothing Smooth(RackType type, Ramp? rampPerRack)
    {
        RackSmoothing preset = RackSmoothing.Preset(type.Accelerators, default, Power.FromSi(IdleWatts));
        return rampPerRack is { } ramp && ramp < preset.Rise ? preset with { Rise = ramp, Fall = ramp } : preset;
    }

    /// <summary>How caps reach racks of this choice: as the catalog has it, else as <see cref="CapActuator"/> does.</summary>
    internal static CapActuator Actuator(RackChoice choice, ActuatorFacts? actuators, Power least, Power most) =>
        actuators is { } facts ? CapActuator.Of(facts[KindOf(choice.CapPath)], least, most) : choice.CapPath switch
        {
            CapPath.ClockLock => CapActuator.ClockLock(least, most),
            CapPath.InBand => CapActuator.InBand(least, most),
            CapPath.Brake => CapActuator.Brake(least, most),
            CapPath.OutOfBand => CapActuator.OutOfBand(least, most),
            _ => throw new ArgumentOutOfRangeException(nameof(choice), choice.CapPath, "unknown way to a cap"),
        };

    internal static ActuatorKind KindOf(CapPath path) => path switch
    {
        CapPath.ClockLock => ActuatorKind.ClockLock,
        CapPath.InBand => ActuatorKind.InBandCap,
        CapPath.Brake => ActuatorKind.Brake,
        CapPath.OutOfBand => ActuatorKind.OutOfBandCap,
        _ => throw new ArgumentOutOfRangeException(nameof(path), path, "unknown way to a cap"),
    };
}
