using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>The dispatch as a chart sees it: sources stack up from zero, charging and export hang below, the draw and the ceiling are lines.</summary>
sealed class DispatchView
{
    /// <summary>What feeds the bus, in the order of the model.</summary>
    public IReadOnlyList<DispatchColumn> Sources { get; }

    /// <summary>What leaves the bus but is no work of the site: charging and export. Drawn below zero.</summary>
    public IReadOnlyList<DispatchColumn> Below { get; }

    /// <summary>What the site draws, in megawatts.</summary>
    public double[] Draw { get; }

    /// <summary>The least of all limits in each hour, in megawatts; null without one.</summary>
    public double[]? Ceiling { get; }

    /// <summary>Energy price of the grid; null without a grid.</summary>
    public DispatchColumn? Price { get; }
    public int Hours { get; }

    public DispatchView(DispatchTable dispatch)
    {
        DispatchColumn[] power = [.. dispatch.Columns.Where(column => column.Unit == "MW")];
        Hours = dispatch.Columns.Select(column => column.Values.Length).DefaultIfEmpty(0).Min();
        Sources = [.. power.Where(column => column.Role == ColumnRole.Source && column.Values.Any(value => value > 1e-3))];
        DispatchColumn[] uses = [.. power.Where(column => column.Role is ColumnRole.Use or ColumnRole.Storage)];
        Below = [.. uses.Where(IsBelow).Where(column => column.Values.Any(value => value > 1e-3))];
        Draw = dispatch.Find("draw")?.Values ?? Sum([.. uses.Where(column => column.Role == ColumnRole.Use && !IsBelow(column))], Hours);
        Ceiling = Least([.. power.Where(column => column.Role == ColumnRole.Ceiling)]);
        Price = dispatch.Columns.FirstOrDefault(column => column.Role == ColumnRole.Price);
    }

    static bool IsBelow(DispatchColumn column) =>
        (column.Name.EndsWith("charge", StringComparison.Ordinal) && !column.Name.EndsWith("discharge", StringComparison.Ordinal))
        || column.Name.EndsWith("export", StringComparison.Ordinal);

    /// <summary>First hour of seven whole days around an hour, inside the year.</summary>
    public int WeekAround(int hour) => Math.Clamp((hour / 24 - 3) * 24, 0, Math.Max(0, Hours - 168));

    static double[] Sum(DispatchColumn[] columns, int hours)
    {
        double[] sum = new double[hours];
        foreach (DispatchColumn column in columns)
            for (int t = 0; t < hours; t++) sum[t] += column.Values[t];
        return sum;
    }

    static double[]? Least(DispatchColumn[] columns)
    {
        if (columns.Length == 0) return null;
        double[] least = [.. columns[0].Values];
        foreach (DispatchColumn column in columns.Skip(1))
            for (int t = 0; t < least.Length; t++) least[t] = Math.Min(least[t], column.Values[t]);
        return least;
    }
}
