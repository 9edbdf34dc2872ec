using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>HTML that may be sent: whatever was filled into its text is escaped, unless it was markup already.</summary>
internal readonly struct Markup
{
    private readonly string? text;
    private Markup(string text) => this.text = text;

    public static Markup None => default;

    /// <summary>Markup with holes: what stands in them is escaped.</summary>
    public static Markup Of(MarkupText text) => new(text.Written);

    public static Markup Join(IEnumerable<Markup> parts) => new(string.Concat(parts.Select(one => one.text)));

    /// <summary>A count of equal things in words: <c>1 rack</c>, <c>12 racks</c>.</summary>
    public static Markup Count(int count, string one, string many) => Of($"{count} {(count == 1 ? one : many)}");

    /// <summary>What was markup when it was kept as text.</summary>
    public static Markup Rendered(string markup) => new(markup);

    public override string ToString() => text ?? "";
}

/// <summary>Writes an interpolated string as markup.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupText(int literalLength, int formattedCount)
{
    private readonly StringBuilder text = new(literalLength + 16 * formattedCount);

    public string Written => text.ToString();

    public void AppendLiteral(string markup) => text.Append(markup);
    public void AppendFormatted(Markup markup) => text.Append(markup.ToString());

    public void AppendFormatted(IEnumerable<Markup> parts)
    {
        foreach (Markup one in parts) text.Append(one.ToString());
    }

    public void AppendFormatted(string? words) => Escape(words ?? "");
    public void AppendFormatted<T>(T value) where T : IFormattable => Escape(value.ToString(null, CultureInfo.InvariantCulture));
    public void AppendFormatted<T>(T value, string format) where T : IFormattable => Escape(value.ToString(format, CultureInfo.InvariantCulture));

    /// <summary>For content and for attributes in double quotes. Characters that no document may hold are shown as unknown.</summary>
    private void Escape(string words)
    {
        foreach (char one in words)
            _ = one switch
            {
                '&' => text.Append("&amp;"),
                '<' => text.Append("&lt;"),
                '>' => text.Append("&gt;"),
                '"' => text.Append("&quot;"),
                '\'' => text.Append("&#39;"),
                < ' ' and not '\n' and not '\t' => text.Append('\uFFFD'),
                '\uFFFE' or '\uFFFF' => text.Append('\uFFFD'),
                _ => text.Append(one),
            };
    }
}
