using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace Headroom.Cli.Rendering;

/// <summary>Text of one JSON document for people and programs: indented, letters as they are, a newline at its end.</summary>
static class JsonText
{
    static readonly JsonWriterOptions options = new() { Indented = true, Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, options)) write(json);
        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }
}
