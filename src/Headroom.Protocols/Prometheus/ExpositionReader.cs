using System.Globalization;
using System.Text;

namespace Headroom.Protocols.Prometheus;

/// <summary>Reads the Prometheus text format 0.0.4; OpenMetrics as far as it looks the same: exemplars and <c># EOF</c> are passed over.</summary>
/// <remarks>
///   A line that cannot be read is a finding, and the rest is read all the same. Sizes are bounded.
///   Source   prometheus.io, "Exposition formats"; OpenMetrics 1.0.
/// </remarks>
public static class ExpositionReader
{
    public const int BytesMost = 64 << 20, LineMost = 64 << 10, SamplesMost = 1_000_000, LabelsMost = 128, FindingsMost = 100;

    public static Exposition Read(ReadOnlySpan<byte> utf8)
    {
        var samples = new List<MetricSample>();
        var kinds = new Dictionary<string, MetricKind>(StringComparer.Ordinal);
        var findings = new List<Malformed>();
        if (utf8.Length > BytesMost) return new(samples, kinds, [new("", $"{utf8.Length} bytes; at most {BytesMost} are read")]);
        void Find(int line, string why)
        {
            if (findings.Count < FindingsMost) findings.Add(new($"line {line}", why));
        }
        int number = 0;
        while (!utf8.IsEmpty)
        {
            number++;
            int end = utf8.IndexOf((byte)'\n');
            ReadOnlySpan<byte> bytes = end < 0 ? utf8 : utf8[..end];
            utf8 = end < 0 ? [] : utf8[(end + 1)..];
            if (bytes.Length > LineMost) { Find(number, $"{bytes.Length} bytes; at most {LineMost}"); continue; }
            string line = Encoding.UTF8.GetString(bytes).Trim(' ', '\t', '\r');
            if (line.Length == 0) continue;
            if (line[0] == '#')
            {
                if (line == "# EOF") break;
                if (Comment(line, kinds) is { } wrong) Find(number, wrong);
                continue;
            }
            if (samples.Count == SamplesMost) { Find(number, $"more than {SamplesMost} samples"); break; }
            var at = new Cursor(line);
            if (at.Sample() is { } sample) samples.Add(sample);
            else Find(number, at.Why);
        }
        return new(samples, kinds, findings);
    }

    /// <summary>Types are kept; help and other comments mean nothing here.</summary>
    private static string? Comment(string line, Dictionary<string, MetricKind> kinds)
    {
        string[] words = line.Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2 || words[1] != "TYPE") return null;
        if (words.Length != 4) return "a TYPE of no name and kind";
        if (kinds.Count >= SamplesMost) return "too many types";
        kinds[words[2]] = words[3] switch
        {
            "counter" => MetricKind.Counter,
            "gauge" => MetricKind.Gauge,
            "histogram" => MetricKind.Histogram,
            "summary" => MetricKind.Summary,
            _ => MetricKind.Untyped,
        };
        return null;
    }

    /// <summary>Walks one line.</summary>
    private ref struct Cursor(string line)
    {
        private int at;

        /// <summary>Why there is no sample.</summary>
        public string Why { get; private set; } = "";

        public MetricSample? Sample()
        {
            string name = Name(mayHaveColon: true);
            var labels = new List<KeyValuePair<string, string>>();
            Skip();
            if (Is('{') && !Labels(labels, ref name)) return null;
            if (name.Length == 0) return Fail("no name of a metric");
            Skip();
            if (Word() is not { Length: > 0 } text || !TryNumber(text, out double value)) return Fail("no value");
            Skip();
            long? moment = null;
            if (at < line.Length && !Is('#'))
            {
                string stamp = Word();
                if (!TryMoment(stamp, out long milliseconds)) return Fail($"\"{stamp}\" is no moment");
                moment = milliseconds;
                Skip();
            }
            if (at < line.Length && !Is('#')) return Fail("something after the moment");
            return new(name, MetricLabels.Of(labels), value, moment);
        }

        /// <summary>Labels in braces; the name may stand there too, quoted, as newer versions write it.</summary>
        private bool Labels(List<KeyValuePair<string, string>> labels, ref string name)
        {
            at++;
            while (true)
            {
                Skip();
                if (Is('}')) { at++; return true; }
                bool isQuoted = Is('"');
                string? key = isQuoted ? Quoted() : Name(mayHaveColon: false);
                if (key is not { Length: > 0 }) return Say("no name of a label");
                Skip();
                if (isQuoted && name.Length == 0 && !Is('=')) name = key;
                else
                {
                    if (!Is('=')) return Say("no = behind a label");
                    at++;
                    Skip();
                    if (!Is('"') || Quoted() is not { } value) return Say("no quoted value of a label");
                    if (labels.Count == LabelsMost) return Say($"more than {LabelsMost} labels");
                    foreach ((string other, _) in labels)
                        if (other == key) return Say($"label {key} twice");
                    labels.Add(new(key, value));
                    Skip();
                }
                if (Is(',')) at++;
                else if (!Is('}')) return Say("no comma or } behind a label");
            }
        }

        private string Name(bool mayHaveColon)
        {
            int from = at;
            while (at < line.Length && (char.IsAsciiLetter(line[at]) || line[at] == '_' || mayHaveColon && line[at] == ':' || at > from && char.IsAsciiDigit(line[at]))) at++;
            return line[from..at];
        }

        /// <summary>A text with \\, \" and \n undone; null where it does not end.</summary>
        private string? Quoted()
        {
            var text = new StringBuilder();
            for (at++; at < line.Length; at++)
            {
                char c = line[at];
                if (c == '"') { at++; return text.ToString(); }
                if (c != '\\') { text.Append(c); continue; }
                if (++at == line.Length) return null;
                text.Append(line[at] switch { 'n' => "\n", '\\' => "\\", '"' => "\"", var other => "\\" + other });
            }
            return null;
        }

        private string Word()
        {
            int from = at;
            while (at < line.Length && line[at] is not (' ' or '\t')) at++;
            return line[from..at];
        }

        private void Skip()
        {
            while (at < line.Length && line[at] is (' ' or '\t')) at++;
        }

        private readonly bool Is(char c) => at < line.Length && line[at] == c;

        private MetricSample? Fail(string why)
        {
            Why = why;
            return null;
        }

        private bool Say(string why)
        {
            Why = why;
            return false;
        }
    }

    /// <summary>Milliseconds since 1970: OpenMetrics states seconds with a fraction, the text format whole milliseconds.</summary>
    private static bool TryMoment(string text, out long milliseconds)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out milliseconds)) return true;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) || !(Math.Abs(seconds) < 1e12)) return false;
        milliseconds = (long)Math.Round(1000 * seconds);
        return true;
    }

    /// <summary>A float as Go writes it: +Inf, -Inf and NaN included.</summary>
    public static bool TryNumber(string text, out double value)
    {
        switch (text.ToUpperInvariant())
        {
            case "+INF" or "INF": value = double.PositiveInfinity; return true;
            case "-INF": value = double.NegativeInfinity; return true;
            case "NAN": value = double.NaN; return true;
            default: return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }
    }
}
