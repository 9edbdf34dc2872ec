using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Reading;

/// <summary>Shadow prices in words: dollars a year, and the tokens that a megawatt would carry.</summary>
sealed class ShadowWords(Formulation plan, LadderFigures ladder)
{
    const double SecondsPerYear = 8760 * 3600.0;

    readonly string where = plan.IsShared ? $" at {plan.Site.Name}" : "";

    /// <summary>A change of the objective per unit as money or tokens per year.</summary>
    public (double Value, string Unit) PerYear(double gain) =>
        plan.Site.Objective == Objective.MostTokens ? (gain * plan.Program.Arrays.ObjectiveUnit!.Si, "tok/yr") : (gain, "$/yr");

    public string Sentence(Scarcity scarce, double worth, string unit, int? binding)
    {
        string more = scarce.Unit.EndsWith(" less", StringComparison.Ordinal)
            ? $"One {scarce.Unit} in {scarce.Of}{where}" : $"One more {scarce.Unit} of {scarce.Of}{where}";
        string value = unit == "$/yr"
            ? $"{QuantityText.Number(worth, 3)} $ a year{Tokens(scarce)}"
            : $"{QuantityText.Number(worth / SecondsPerYear, 3)} tokens/s";
        string when = binding is { } hours ? $"; it binds in {QuantityText.Number(hours)} hours" : "";
        return $"{more} is worth {value}{when}.";
    }

    /// <summary>The tokens that a megawatt at the meter carries at the plan's own tokens per joule.</summary>
    string Tokens(Scarcity scarce)
    {
        if (ladder.IsEmpty || scarce.Unit != "megawatt" || scarce.Of.StartsWith("hall ", StringComparison.Ordinal)) return "";
        double perSecond = ladder.PerSiteJoule.TokensPerJoule * 1e6;
        return $", or carries {QuantityText.Number(perSecond, 3)} tokens/s";
    }
}
