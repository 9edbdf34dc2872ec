using System.Text;
using static Headroom.Cli.Rendering.ReportHtml;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>A table of text: the first cell of a row names it, and everything is escaped here, once.</summary>
/// <param name="Heads">Those that end in <c>#</c> stand over numbers.</param>
sealed record HtmlTable(string? Caption, string[] Heads, IEnumerable<HtmlCell[]> Rows)
{
    public override string ToString()
    {
        bool[] isNumber = [.. Heads.Select(head => head.EndsWith('#'))];
        var table = new StringBuilder("<div class=\"scroll\"><table>");
        if (Caption is not null) table.Append($"<caption>{E(Caption)}</caption>");
        table.Append("<thead><tr>");
        foreach (string head in Heads) table.Append(head.EndsWith('#') ? $"<th scope=\"col\" class=\"n\">{E(head[..^1])}</th>" : $"<th scope=\"col\">{E(head)}</th>");
        table.Append("</tr></thead>\n<tbody>\n");
        foreach (HtmlCell[] row in Rows)
        {
            table.Append("<tr>");
            int column = 0;
            foreach (HtmlCell cell in row)
            {
                table.Append(Text(cell, isNumber[column], isName: column == 0));
                column += cell.Span;
            }
            table.Append("</tr>\n");
        }
        return table.Append("</tbody></table></div>").ToString();
    }

    static string Text(HtmlCell cell, bool isNumber, bool isName)
    {
        string style = $"{(isNumber && cell.Span == 1 ? "n " : "")}{cell.Class}".Trim();
        string attributes = (style.Length > 0 ? $" class=\"{style}\"" : "") + (cell.Span > 1 ? $" colspan=\"{cell.Span}\"" : "");
        return isName ? $"<th scope=\"row\"{attributes}>{E(cell.Text)}</th>" : $"<td{attributes}>{E(cell.Text)}</td>";
    }
}

/// <summary>A cell, and how it is set apart.</summary>
/// <param name="Class">kept, broken, open, kinds, name (unbroken) or nothing.</param>
/// <param name="Span">Columns that it covers.</param>
readonly record struct HtmlCell(string Text, string Class = "", int Span = 1)
{
    public static implicit operator HtmlCell(string text) => new(text);

    public static HtmlCell Verdict(bool? kept) => new(SimulationWords.Verdict(kept), kept switch { true => "kept", false => "broken", null => "open" });
}
