using Headroom.Quantities;

namespace Headroom.Comparing;

/// <summary>What cases of one region share beside their supply: what waits, for how long it counts, what the racks serve.</summary>
/// <param name="HorizonYears">Years from the decision over which waiting is paid off.</param>
/// <param name="DiscountFraction">Real rate a year.</param>
/// <param name="Building">Years until the halls stand: power that comes sooner does not help.</param>
public sealed record Setting(FixedFleet Fleet, Assumptions Assumptions, Spread Building, double HorizonYears, double DiscountFraction);

/// <summary>A planned strategy in a region, told under any supposition.</summary>
/// <remarks>
///   The dispatch stays as planned, so that cost is linear in prices: under other prices a plan made anew costs no more than is told here.
/// </remarks>
public sealed record Case(SupplyAnswer Answer, Setting Setting)
{
    public Strategy Strategy => Answer.Strategy;

    /// <summary>Yearly cost of the supply.</summary>
    /// <remarks>cost(p) = Σ over lines of cost · p / p₀ + (c − c₀) · carbon,   p₀, c₀ what was planned with</remarks>
    public double DollarsPerYear(Supposed now)
    {
        ArgumentNullException.ThrowIfNull(now);
        double sum = 0;
        foreach (CostLine line in Answer.Costs) sum += line.DollarsPerYear * (Parameters.Of(line) is { } name ? now.Ratio(name) : 1);
        return sum + (now.Value(Parameters.CarbonPrice) - Answer.CarbonDollarsPerTonne) * Answer.CarbonTonnes;
    }

    /// <summary>Cost of energy without waiting, $/MWh.</summary>
    public double DollarsPerMegawattHour(Supposed now) => DollarsPerYear(now) / Answer.DrawMegawattHours;

    /// <summary>Years from the decision until enough stands to carry the site.</summary>
    public double YearsToPower(Supposed now) => TimeToPower.Of(Answer, name => now.Value(name));

    /// <summary>Years until racks can run: power, and halls to stand in.</summary>
    public double YearsToRun(Supposed now) => Math.Max(YearsToPower(now), Setting.Building.Mid);

    /// <summary>What idle accelerators add to each megawatt-hour, $/MWh.</summary>
    public double WaitingDollarsPerMegawattHour(Supposed now)
    {
        double years = YearsToRun(now);
        Money idle = Waiting.Idle(Setting.Fleet.Accelerators.Items, now.Value(Parameters.IdleValue).Dollars, years, Setting.DiscountFraction);
        return Waiting.Added(idle, Answer.DrawMegawattHours.MegawattHours, years, Setting.HorizonYears, Setting.DiscountFraction).DollarsPerMegawattHour;
    }

    /// <summary>Cost of energy with waiting, $/MWh: equation (15).</summary>
    public double WithWaitingDollarsPerMegawattHour(Supposed now) => DollarsPerMegawattHour(now) + WaitingDollarsPerMegawattHour(now);

    /// <summary>Cost of everything per million output tokens; null without services.</summary>
    public double? DollarsPerMillionTokens(Supposed now, bool withWaiting)
    {
        if (Setting.Fleet.Tokens == 0) return null;
        double energy = withWaiting ? WithWaitingDollarsPerMegawattHour(now) : DollarsPerMegawattHour(now);
        return (energy * Answer.DrawMegawattHours + Setting.Fleet.ComputeDollarsPerYear) / (Setting.Fleet.Tokens / 1e6);
    }

    /// <summary>Output tokens per joule at the site's meter: energy of serving, with the region's cooling.</summary>
    public double TokensPerJoule => Setting.Fleet.ServingItMegawattHours == 0 ? 0
        : Setting.Fleet.Tokens / (Setting.Fleet.ServingItMegawattHours * Answer.PueRatio * 3.6e9);

    /// <summary>Grams of carbon dioxide per kilowatt-hour of draw.</summary>
    public double GramsPerKilowattHour => 1000 * Answer.CarbonTonnes / Answer.DrawMegawattHours;

    /// <summary>Litres of water per kilowatt-hour of draw: cooling of the halls and plants on the site.</summary>
    public double LitresPerKilowattHour => (Answer.CoolingWaterCubicMetres + Answer.PlantWaterCubicMetres) / Answer.DrawMegawattHours;

    /// <summary>Sales that are not made in a year of waiting, $.</summary>
    public double SalesLostDollars(Supposed now) => YearsToRun(now) * Setting.Fleet.SalesDollarsPerYear;
}
