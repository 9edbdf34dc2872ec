namespace Headroom.Growth;

/// <summary>What moves the year in which power runs out.</summary>
public enum GrowthLever
{
    /// <summary>Arithmetic of a year's training.</summary>
    TrainingCompute,

    /// <summary>Tokens that users ask for.</summary>
    InferenceTokens,

    /// <summary>Work per joule of accelerators, racks and coolers, at the same number format.</summary>
    Hardware,

    /// <summary>Tokens per joule from better serving and smaller models of the same use. Training: none, its arithmetic is what is asked.</summary>
    Software,

    /// <summary>Training arithmetic per joule from narrower number formats.</summary>
    Precision,

    /// <summary>Time that a training run takes: twice the time is half the power.</summary>
    RunLength,

    /// <summary>What the region can connect in a year, as a share of its peak.</summary>
    RegionRoom,

    /// <summary>From the order of a plant to its power.</summary>
    LeadTime,

    /// <summary>Price of a megawatt of site, all in, to buy or to own.</summary>
    SitePrice,
}

/// <summary>Where in its range a lever stands. Low is the low number, whether that is good news or bad.</summary>
public enum GrowthCase { Low, Mid, High }

/// <summary>What levers do to the year in which a ceiling is met.</summary>
public static class GrowthLevers
{
    public static IReadOnlyList<GrowthLever> All { get; } = Enum.GetValues<GrowthLever>();

    /// <summary>Demand: what users and laboratories ask for.</summary>
    public static bool IsDemand(this GrowthLever lever) => lever is GrowthLever.TrainingCompute or GrowthLever.InferenceTokens;

    /// <summary>Whether a higher number brings the year nearer; true of demand, lead times and prices.</summary>
    public static bool Hastens(this GrowthLever lever) =>
        lever.IsDemand() || lever is GrowthLever.LeadTime or GrowthLever.SitePrice;
}

/// <summary>One case for every lever; the middle where nothing else is said.</summary>
public sealed class GrowthPick
{
    readonly Func<GrowthLever, GrowthCase> of;
    GrowthPick(Func<GrowthLever, GrowthCase> of) => this.of = of;
    public GrowthCase this[GrowthLever lever] => of(lever);

    public static GrowthPick Mid { get; } = new(_ => GrowthCase.Mid);

    /// <summary>One lever moved, all others in the middle: a bar of the tornado.</summary>
    public static GrowthPick Moved(GrowthLever lever, GrowthCase to) => new(one => one == lever ? to : GrowthCase.Mid);

    /// <summary>A scenario of demand: all demand low, middle or high, all else in the middle.</summary>
    /// <remarks>
    ///   Efficiency stays in the middle, for cheap tokens and many tokens go together: a year of fast software is a year of fast demand. So
    ///   neither "much demand, no progress" nor its opposite is told as a scenario; <see cref="Earliest"/> and <see cref="Latest"/> are.
    /// </remarks>
    public static GrowthPick Scenario(GrowthCase demand) => new(lever => lever.IsDemand() ? demand : GrowthCase.Mid);

    /// <summary>Everything that hastens at its high end, everything that delays at its low end: the end of the full range.</summary>
    public static GrowthPick Earliest { get; } = new(lever => lever.Hastens() ? GrowthCase.High : GrowthCase.Low);

    /// <summary>The other end of the full range.</summary>
    public static GrowthPick Latest { get; } = new(lever => lever.Hastens() ? GrowthCase.Low : GrowthCase.High);
}
