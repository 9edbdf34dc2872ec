using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>A site against what its tier usually is. A tier only sets defaults, so all of this is notes.</summary>
static class TierCheck
{
    /// <summary>Power and accelerators of a tier. Source: project brief; most accelerators: what the tier's power carries,
    /// estimated.</summary>
    sealed record Usual(Power PowerLow, Power PowerHigh, double AcceleratorsLow, double AcceleratorsHigh);

    public static IEnumerable<Finding> Of(Site site) => site.Tier is { } tier ? [.. Power(site, tier), .. Accelerators(site, tier)] : [];

    static IEnumerable<Finding> Power(Site site, Tier tier)
    {
        Usual usual = Of(tier);
        (Power reach, string of) = Ceiling(site);
        if (!double.IsFinite(reach.Watts) || reach == Quantities.Power.Zero
            || (reach >= usual.PowerLow && reach <= usual.PowerHigh)) yield break;
        yield return new(Severity.Note, "tier", $"{Word(tier)}, with {reach} of {of}", $"{usual.PowerLow} to {usual.PowerHigh}",
            Better(tier, other => reach >= other.PowerLow && reach <= other.PowerHigh));
    }

    static IEnumerable<Finding> Accelerators(Site site, Tier tier)
    {
        if (site.Racks.Count == 0) yield break;
        Usual usual = Of(tier);
        double most = site.Racks.Sum(choice => choice.Size.Most.Items * choice.Type.Accelerators);
        double least = site.Racks.Sum(choice => choice.Size.Least.Items * choice.Type.Accelerators);
        string expected = $"{QuantityText.Number(usual.AcceleratorsLow)} to {QuantityText.Number(usual.AcceleratorsHigh)}";
        if (most < usual.AcceleratorsLow)
            yield return new(Severity.Note, "tier", $"{Word(tier)}, with at most {QuantityText.Number(most)} accelerators", expected,
                Better(tier, other => most >= other.AcceleratorsLow && most <= other.AcceleratorsHigh));
        else if (least > usual.AcceleratorsHigh)
            yield return new(Severity.Note, "tier", $"{Word(tier)}, with at least {QuantityText.Number(least)} accelerators", expected,
                Better(tier, other => least <= other.AcceleratorsHigh));
    }

    /// <summary>The most that the site may draw: by its grid, or without one by its halls.</summary>
    static (Power, string) Ceiling(Site site) => site.Grid is { } grid
        ? (grid.Firm.Most + (grid.Flexible?.Size.Most ?? Quantities.Power.Zero), "grid")
        : (site.Halls.Select(hall => hall.Power.Most).Sum(), "hall power");

    static string Better(Tier tier, Func<Usual, bool> fits)
    {
        string[] others = [.. Enum.GetValues<Tier>().Where(other => other != tier && fits(Of(other))).Select(Word)];
        string change = others.Length == 0 ? "Check the unit" : $"Write tier: {string.Join(" or ", others)}, or check the unit";
        return $"{change}. It costs nothing: a tier sets defaults only.";
    }

    static Usual Of(Tier tier) => tier switch
    {
        Tier.Edge => new(1.Megawatts, 10.Megawatts, 100, 8000),
        Tier.Enterprise => new(10.Megawatts, 100.Megawatts, 1000, 75_000),
        Tier.Hyperscale => new(100.Megawatts, 750.Megawatts, 10_000, 550_000),
        Tier.Sovereign => new(50.Megawatts, 300.Megawatts, 5000, 220_000),
        _ => throw new ArgumentOutOfRangeException(nameof(tier)),
    };

    // the words of the file are lower case
#pragma warning disable CA1308
    static string Word(Tier tier) => tier.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
