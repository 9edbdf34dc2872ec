using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Series;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>The block <c>demand</c> of a service: a level and a course.</summary>
internal sealed class DemandReading(Block block, Surroundings around, SeriesReading series)
{
    private const double TraceDaysMost = 3660;
    private static readonly string[] levelKeys = ["peak", "mean", "daily"];
    private readonly Hourly form = (Hourly)SiteFormat.Demand.Find("shape")!.Form;

    /// <summary>Tokens per second of each of those who ask, in each hour; null where it is at fault. The level is that of their sum.</summary>
    /// <param name="asking">Where the users are: their clock's distance from UTC, and their share.</param>
    public double[][]? Read(IReadOnlyList<(double UtcOffsetHours, double Share)> asking)
    {
        Got<TokenRate> peak = block.Quantity<TokenRate>("peak"), mean = block.Quantity<TokenRate>("mean");
        Got<TokenCount> daily = block.Quantity<TokenCount>("daily");
        string[] levels = [.. levelKeys.Where(block.Has)];
        if (levels.Length == 0 && !block.Reading.MayHaveLost(block.Map))
            block.Reading.Wrong(block.Line, block.Path, "no level of demand", "one of `peak`, `mean` and `daily`",
                "Add `peak: 1e6 tok/s`.");
        if (levels.Length > 1)
            block.Wrong(levels[1], $"`{levels[0]}` and `{levels[1]}`", "one of `peak`, `mean` and `daily`",
                "Keep one: the shape gives the others.");
        double[]?[] shapes = [.. asking.Select(users => Shape(users.UtcOffsetHours))];
        double[]? shape = shapes.Length == 0 || shapes.Any(one => one is null) ? null : Sum(shapes!, asking);
        if (levels.Length != 1 || shape is null || !peak.IsSound || !mean.IsSound || !daily.IsSound) return null;
        double most = shape.Max(), middle = shape.Average();
        if (most <= 0)
        {
            block.Wrong("shape", "a shape of zeros", "at least one hour above zero", "Correct the file.");
            return null;
        }
        double factor = peak.IsGiven ? peak.Value.TokensPerSecond / most
            : (mean.IsGiven ? mean.Value.TokensPerSecond : daily.Value.Tokens / 86400) / middle;
        return [.. shapes.Select((one, r) => one!.Select(x => factor * asking[r].Share * x).ToArray())];
    }

    private static double[] Sum(double[][] shapes, IReadOnlyList<(double UtcOffsetHours, double Share)> asking)
    {
        double[] sum = new double[shapes[0].Length];
        for (int r = 0; r < shapes.Length; r++)
            for (int t = 0; t < sum.Length; t++) sum[t] += asking[r].Share * shapes[r][t];
        return sum;
    }

    private double[]? Shape(double utcOffsetHours)
    {
        Got<SeriesChoice> choice = series.Choice(block, "shape", form);
        if (!choice.IsSound) return null;
        SeriesChoice chosen = choice.IsGiven ? choice.Value! : new(0, "flat", null, null, false, block.Line);
        if (chosen.Word is { } word)
        {
            if (choice.IsGiven) around.Reading.Fact(block.PathOf("shape"), word, chosen.Line);
            return DemandShape.Of(word, around.Year, utcOffsetHours);
        }
        if (chosen.File is null)
        {
            block.Wrong("shape", $"\"{((Yaml.YamlScalar)block.Map["shape"]!).Text}\"", "flat, business, consumer, or a file",
                "A constant shape is `flat`.");
            return null;
        }
        return FromFile(chosen);
    }

    private double[]? FromFile(SeriesChoice chosen)
    {
        if (series.Table(block, "shape", chosen) is not { } table) return null;
        var any = new UnitTable("numbers of any unit",
            [new("", 1), .. UnitTable.Power.Units, .. UnitTable.TokenRate.Units, new("%", 1)]);
        if (SeriesReading.Pick(block, "shape", chosen, any, table) is not { } column) return null;
        if (table.RelativeStep is null && !SeriesReading.FitsYear(block, "shape", chosen, table, around.Year)) return null;
        Got<double[]> values = series.Values(block, "shape", chosen, new Hourly(any, 0), table, column);
        if (!values.IsGiven || table.RelativeStep is not { } step) return values.IsGiven ? values.Value : null;
        if (values.Value!.Length * step.TotalDays > TraceDaysMost)
        {
            block.Wrong("shape", $"{chosen.File} covers {QuantityText.Number(values.Value.Length * step.TotalDays)} days", $"at most {TraceDaysMost} days, ten years",
                "Check the unit of its times, or cut the trace.");
            return null;
        }
        if (DemandShape.Repeated(values.Value!, step, around.Year.Hours) is { } repeated) return repeated;
        block.Wrong("shape", $"{chosen.File} covers {QuantityText.Number(values.Value!.Length * step.TotalHours)} hours",
            "a whole number of days", "Cut the trace to whole days: it is repeated over the year.");
        return null;
    }
}
