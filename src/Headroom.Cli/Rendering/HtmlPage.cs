using System.Net;
using System.Text;

namespace Headroom.Cli.Rendering;

/// <summary>What our pages have in common: one file that opens offline and asks nothing of any network, for its own policy forbids it.</summary>
static class HtmlPage
{
    /// <summary>Everything before the header of the page.</summary>
    public static string Opening(string title) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data: blob:">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>
        {Resource("report.css")}</style>
        </head>
        <body>
        """;

    /// <summary>The whole page where nothing moves: pictures and tables, no script.</summary>
    public static string Closed(StringBuilder page) => page.Append("</body>\n</html>\n").ToString();

    /// <summary>The whole page, once its data and scripts stand behind what was written.</summary>
    public static string Closed(StringBuilder page, string data, string script)
    {
        page.Append("<script type=\"application/json\" id=\"data\">").Append(data).Append("</script>\n");
        page.Append("<script>/* Apache ECharts 6.0.0, Apache License 2.0, copyright The Apache Software Foundation */\n").Append(Resource("echarts.js")).Append("</script>\n");
        page.Append("<script>\n").Append(Resource(script)).Append("</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    static string Resource(string name)
    {
        using Stream stream = typeof(HtmlPage).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"the build left out {name}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
