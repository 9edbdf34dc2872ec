namespace Headroom.Control;

/// <summary>A policy by its name.</summary>
/// <param name="About">What it does, in one line.</param>
/// <param name="Make">From the share of a ceiling that it keeps free.</param>
public sealed record PolicyKind(string Name, string About, Func<double, IPolicy> Make);

/// <summary>All policies that there are: Headroom's own, and those to compare it with.</summary>
public static class Policies
{
    public static IReadOnlyList<PolicyKind> Known { get; } =
    [
        new("plan", "does what the plan says, and gives way in a fixed order", margin => new PlanFollower(margin)),
        new("headroom", "divides the ceiling so that the weighted tokens are the most", margin => new HeadroomPolicy(margin)),
        new("uniform-cap", "one cap for every rack, so that the worst case fits", margin => new UniformCap(margin)),
        new("steal-giveback", "takes by priority, the least important first, and gives back", margin => new StealGiveback(margin)),
        new("polca", "two thresholds on the meter: caps low priority, then high", _ => new Polca()),
        new("price-only", "lets work that may wait follow the price, and looks at no limit", _ => new PriceOnly()),
    ];

    /// <summary>What runs unless somebody says otherwise: a plan carried out without chance is the plan.</summary>
    public static string Default(bool isSteady) => isSteady ? "plan" : "headroom";

    /// <summary>Null where nobody has that name.</summary>
    public static PolicyKind? Find(string name) => Known.FirstOrDefault(one => one.Name == name);
}
