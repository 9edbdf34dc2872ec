using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Headroom.Sites;

namespace Headroom.Cli.Rendering;

/// <summary>The findings of a check as one JSON document: status <c>ok</c>, <c>cannotHost</c> or <c>wrongInput</c>.</summary>
static class CheckJson
{
    static readonly JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static void Write(TextWriter to, Site? site, IReadOnlyList<Finding> findings)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("schema", "headroom/check/1");
            json.WriteString("status", Status(site, findings));
            json.WriteString("site", site?.Name);
            json.WriteString("region", site?.Region);
            json.WriteArray("findings", findings, PlanJson.WriteFinding);
            json.WriteEndObject();
        }
        to.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    static string Status(Site? site, IReadOnlyList<Finding> findings) =>
        site is null || findings.Any(finding => finding.Severity == Severity.Wrong) ? "wrongInput"
        : findings.Any(finding => finding.Severity == Severity.CannotHost) ? "cannotHost" : "ok";
}
