using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>Something whose size grows from year to year, in its plan unit: MW, MWh, racks or modules.</summary>
/// <param name="Name">As reports call it: "grid firm", "gasTurbine", "battery energy", "hall national", "gb300-nvl72".</param>
/// <param name="Group">grid, supply, storage, halls or racks.</param>
/// <param name="Unit">MW, MWh, racks or modules.</param>
/// <param name="Installed">What stands when the horizon begins, paid for.</param>
/// <param name="Least">What must stand in the last year.</param>
/// <param name="Most">The most that may ever stand at once.</param>
/// <param name="Price">Dollars per unit in the first year.</param>
/// <param name="Upkeep">Dollars per unit in every year in which it stands, used or not: fixed operation and maintenance, a capacity charge.</param>
/// <param name="Repayment">How the price is repaid.</param>
/// <param name="IsWhole">Whether only whole units are built.</param>
/// <param name="Timing">When it can stand.</param>
/// <param name="MostPerYear">The most that can enter service in one year.</param>
sealed record Asset(string Name, string Group, string Unit, double Installed, double Least, double Most, double Price, double Upkeep, Repayment Repayment,
    bool IsWhole, AssetTiming Timing, double MostPerYear)
{
    /// <summary>Years for which a unit stands and is repaid.</summary>
    public int LifeYears => Math.Max(1, (int)Math.Round(Repayment.LifeYears));

    /// <summary>The most that may stand, what stands today included even where no more may.</summary>
    public double MostEver => Math.Max(Most, Installed);

    /// <summary>What stands of what stood at the start.</summary>
    public double InstalledIn(int year) => Timing.RetiresInYear is { } gone && year >= gone ? 0 : Installed;

    /// <summary>Yearly repayment of a unit that enters service in a year.</summary>
    /// <remarks>a = I · f^(y − first) · CRF · IDC    f price from one year to the next    (planning reference, equations 1 and 14)</remarks>
    public double YearlyPayment(Horizon horizon, int year) =>
        Price * Math.Pow(Timing.PriceFactor, year - horizon.FirstYear) * Repayment.PerYear.PerYear;

    /// <summary>What a unit that enters service in a year costs until the horizon ends, in dollars of the first year.</summary>
    /// <remarks>Σ w[y] · a over the years it stands: what outlives the horizon is paid beyond it, by those who use it then.</remarks>
    public double PaidWithin(Horizon horizon, int year)
    {
        double sum = 0;
        for (int y = year; y <= Math.Min(horizon.LastYear, year + LifeYears - 1); y++) sum += horizon.WeightOf(y);
        return sum * YearlyPayment(horizon, year);
    }

    /// <summary>What stands in a year of what stood at the start and of what entered service since.</summary>
    /// <param name="builtIn">Units that entered service in each year of the horizon.</param>
    public double StandingIn(Horizon horizon, double[] builtIn, int year)
    {
        double sum = InstalledIn(year);
        for (int k = 0; horizon.FirstYear + k <= year; k++) if (Stands(horizon.FirstYear + k, year)) sum += builtIn[k];
        return sum;
    }

    /// <summary>Whether what entered service in one year still stands in another.</summary>
    public bool Stands(int since, int year) => since <= year && year < since + LifeYears;

    /// <summary>The most that can stand in a year, whatever is decided.</summary>
    public double MostIn(Horizon horizon, int year)
    {
        int first = horizon.FirstServiceYear(Timing);
        double standing = InstalledIn(year);
        return year < first ? standing : Math.Min(Most, standing + MostPerYear * (year - first + 1));
    }
}
