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

    public static void Write(TextWriter to, Site? site, IReadOnlyList<Finding> findings) => Write(to, site is not null, findings, json =>
    {
        json.WriteString("site", site?.Name);
        json.WriteString("region", site?.Region);
    });

    /// <summary>Of a fleet, with its name in the place of a site's name and region.</summary>
    public static void Write(TextWriter to, Fleet? fleet, IReadOnlyList<Finding> findings) =>
        Write(to, fleet is not null, findings, json => json.WriteString("fleet", fleet?.Name));

    static void Write(TextWriter to, bool isRead, IReadOnlyList<Finding> findings, Action<Utf8JsonWriter> writeNames)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options))
        {
            json.WriteStartObject();
            json.WriteString("schema", "headroom/check/1");
            json.WriteString("status", Status(isRead, findings));
            writeNames(json);
            json.WriteArray("findings", findings, PlanJson.WriteFinding);
            json.WriteEndObject();
        }
        to.WriteLine(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    static string Status(bool isRead, IReadOnlyList<Finding> findings) =>
        !isRead || findings.Any(finding => finding.Severity == Severity.Wrong) ? "wrongInput"
        : findings.Any(finding => finding.Severity == Severity.CannotHost) ? "cannotHost" : "ok";
}
