using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Headroom.Operator.Web.Dashboard;

namespace Headroom.Operator.Tests.Dashboard;

/// <summary>Pages as a test reads them: parsed strictly, as XML, so that a tag left open or a name not escaped cannot pass.</summary>
internal static partial class PageText
{
    public static XDocument Parse(string page)
    {
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        return XDocument.Parse(page["<!DOCTYPE html>".Length..], LoadOptions.PreserveWhitespace);
    }

    public static XElement Fragment(Markup markup) => XElement.Parse($"<div>{markup}</div>", LoadOptions.PreserveWhitespace);

    /// <summary>What a reader sees: white space as one blank, a line for each row, item or paragraph.</summary>
    public static string Seen(XElement element)
    {
        var text = new StringBuilder();
        Write(element, text);
        return Blanks().Replace(Lines().Replace(text.ToString(), "\n"), " ").Trim();
    }

    private static void Write(XElement element, StringBuilder text)
    {
        bool isRow = element.Name.LocalName is "tr" or "li" or "p" or "dt" or "h1" or "h2" or "h3" or "caption" or "summary" or "figcaption" or "div" or "section";
        bool isCell = element.Name.LocalName is "td" or "th" or "dd" or "text" or "time";
        if (isRow) text.Append('\n');
        foreach (XNode node in element.Nodes())
            if (node is XText words) text.Append(words.Value.Replace('\n', ' '));
            else if (node is XElement child) Write(child, text);
        if (isRow) text.Append('\n');
        if (isCell) text.Append(' ');
    }

    [GeneratedRegex(@"[ \t]*\n\s*")] private static partial Regex Lines();
    [GeneratedRegex(@"[ \t]+")] private static partial Regex Blanks();
}
