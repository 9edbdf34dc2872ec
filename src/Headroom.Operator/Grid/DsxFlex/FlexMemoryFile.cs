using System.Text.Json;
using Headroom.Protocols.DsxFlex;

namespace Headroom.Operator.Grid.DsxFlex;

/// <summary>What was met, over a restart: a line for each message, written before it is acknowledged.</summary>
internal sealed class FlexMemoryFile : IDisposable
{
    private readonly FileStream? file;

    /// <param name="path">Null for none.</param>
    public FlexMemoryFile(string? path, FlexMemory memory)
    {
        if (path is null) return;
        if (File.Exists(path))
        {
            foreach (string line in File.ReadLines(path))
                if (Read(line) is { } met) memory.Recall(met);
            // what the memory has forgotten need not be kept either
            string fresh = path + ".new";
            File.WriteAllLines(fresh, memory.Met.Select(Line));
            File.Move(fresh, path, overwrite: true);
        }
        file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
    }

    public void Add(FlexMet met)
    {
        if (file is null) return;
        file.Write(System.Text.Encoding.UTF8.GetBytes(Line(met) + "\n"));
        file.Flush(flushToDisk: true);
    }

    public void Dispose() => file?.Dispose();

    private static string Line(FlexMet met) => JsonSerializer.Serialize<string[]>(
        [met.Source, met.Id, met.Fingerprint, met.MessageId,
        met.At.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)]);

    /// <summary>Null for a line that a crash cut short.</summary>
    private static FlexMet? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(line) is [{ } source, { } id, { } fingerprint, { } message, { } at]
                && long.TryParse(at, System.Globalization.CultureInfo.InvariantCulture, out long moment)
                ? new(source, id, fingerprint, message, DateTimeOffset.FromUnixTimeMilliseconds(moment)) : null;
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
