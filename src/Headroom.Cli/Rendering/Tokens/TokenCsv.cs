using System.Globalization;
using System.Text;
using Headroom.Compute;

namespace Headroom.Cli.Rendering;

/// <summary>Points as CSV with the unit of each column in its header.</summary>
static class TokenCsv
{
    const string pointHeader =
        "cap [W],batch,tokens [tok/s],boards [W],server [W],it [W],site [W],accelerator [tok/J],server [tok/J],it [tok/J],site [tok/J],"
        + "ttft [s],tpot [s],memory [GB],binds,meets,extrapolated,basis,notice";

    const string comparisonHeader =
        "hardware,precision,accelerators,replica,batch,tokens [tok/s],tokens per accelerator [tok/s],tokens per site power [tok/s/MW],"
        + "accelerator [tok/J],server [tok/J],it [tok/J],site [tok/J],ttft [s],tpot [s],nameplate [W],typical [W],typical is,estimate,notice";

    public static string Text(TokenDocument document)
    {
        var text = new StringBuilder();
        string notice = $",\"{TokenWords.Notice(document)}\"";
        if (document.IsComparison)
        {
            text.Append(comparisonHeader).Append('\n');
            foreach (ComparisonRow row in document.Answers.Select(ComparisonRow.Of).OfType<ComparisonRow>()) text.Append(Line(row)).Append(notice).Append('\n');
            return text.ToString();
        }
        text.Append(pointHeader).Append('\n');
        foreach (GridPoint point in document.Answers.SelectMany(answer => answer.Grid?.Points ?? [])) text.Append(Line(point)).Append(notice).Append('\n');
        return text.ToString();
    }

    static string Line(GridPoint p) => string.Join(',',
    [
        N(p.CapWatts), N(p.Batch), N(p.TokensPerSecond), N(p.Watts.Accelerator), N(p.Watts.Server), N(p.Watts.It), N(p.Watts.Site),
        .. Ladder(p.TokensPerJoule), N(p.FirstTokenSeconds), N(p.TokenSeconds), N(p.MemoryBytes / 1e9), TokenWords.Of(p.Binds),
        YesNo(p.Meets), YesNo(p.Extrapolated), TokenWords.Of(p.Basis),
    ]);

    static string Line(ComparisonRow row)
    {
        (var nameplate, var typical, bool measured) = row.Draws;
        return string.Join(',',
        [
            row.Name, TokenWords.Of(row.Answer.Asked.Question.Shape.Precision), N(row.Accelerators),
            N(row.Answer.Grid!.Replica.Accelerators), N(row.Point.Batch), N(row.TokensPerSecond), N(row.PerAccelerator), N(row.PerMegawatt),
            .. Ladder(row.TokensPerJoule), N(row.Point.FirstTokenSeconds), N(row.Point.TokenSeconds), N(nameplate.Watts), N(typical.Watts),
            measured ? "measured" : "estimate", YesNo(row.Answer.Asked.Estimate),
        ]);
    }

    static string[] Ladder(BoundaryTokensPerJoule of) => [N(of.Accelerator), N(of.Server), N(of.It), N(of.Site)];
    static string YesNo(bool yes) => yes ? "true" : "false";
    static string N(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
