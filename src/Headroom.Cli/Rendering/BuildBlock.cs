using Headroom.Reports;

namespace Headroom.Cli.Rendering;

/// <summary>What stands in the end, what of it is new, and how far it may go.</summary>
static class BuildBlock
{
    const int most = 12;

    /// <summary>Less than this is nothing: interior points end a hair above zero.</summary>
    public const double Nothing = 1e-3;

    public static IReadOnlyList<string> Lines(IReadOnlyList<BuildFigure> build, int width, Ink ink)
    {
        BuildFigure[] standing = [.. build.Where(figure => figure.Total > Nothing || figure.Installed > Nothing)];
        string[] absent = [.. build.Except(standing).Select(figure => figure.Name)];
        bool narrow = width < 48; // what is new can be told from plan.json; names cannot be told from their first letters
        string[] heads = narrow ? ["stands", "at most"] : ["stands", "of it new", "at most"];
        IEnumerable<string[]> rows = standing.Take(most).Select(Figure.Readable).Select(Row);
        var table = new TextTable("What to build", heads, [.. rows.Select(row => narrow ? [row[0], row[1], row[3]] : row)]);
        List<string> lines = [.. table.Lines(width, ink)];
        if (standing.Length > most) lines.Add($"and {standing.Length - most} more".PadRight(width));
        if (absent.Length > 0) lines.Add(ink.Faint(Wording.Cut("not " + string.Join(", ", absent), width).PadRight(width)));
        return lines;
    }

    static string[] Row(BuildFigure figure) =>
    [
        figure.Name,
        Figure.Amount(figure.Total, figure.Unit),
        figure.Built > Nothing ? Figure.Number(figure.Built) : "–",
        double.IsFinite(figure.Most) ? Figure.Number(figure.Most) : "–",
    ];
}
