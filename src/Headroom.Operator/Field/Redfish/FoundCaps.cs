using System.Globalization;

namespace Headroom.Operator.Field.Redfish;

/// <summary>What limits were before anybody wrote them, kept beyond a crash: a service that starts again must not take its own caps
/// for what it found.</summary>
public interface IFoundCaps
{
    FoundCap? Find(string key);

    /// <summary>Durable when it returns.</summary>
    void Keep(IReadOnlyList<(string Key, FoundCap Cap)> found);

    /// <summary>Given back.</summary>
    void Forget(IReadOnlyList<string> keys);
}

/// <summary>Kept as long as the process lives; for tests and simulations.</summary>
public class FoundCapsInMemory : IFoundCaps
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, FoundCap> caps = new(StringComparer.Ordinal);

    public FoundCap? Find(string key)
    {
        lock (gate) return caps.GetValueOrDefault(key);
    }

    public virtual void Keep(IReadOnlyList<(string Key, FoundCap Cap)> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        lock (gate) foreach ((string key, FoundCap cap) in found) caps[key] = cap;
    }

    public virtual void Forget(IReadOnlyList<string> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        lock (gate) foreach (string key in keys) caps.Remove(key);
    }
}

/// <summary>A file of lines: key, set point, one-shot and persistent request in watts, empty for null; a line with the key alone
/// forgets it. The last line of a key counts.</summary>
public sealed class FoundCapsFile : FoundCapsInMemory, IDisposable
{
    private readonly Lock writing = new();
    private readonly FileStream file;

    public FoundCapsFile(string path)
    {
        if (File.Exists(path))
            foreach (string line in File.ReadLines(path))
            {
                string[] parts = line.Split('\t');
                if (parts.Length == 1 && line.Length > 0) base.Forget(parts);
                // a line that a crash cut short was followed by no write to a device
                else if (parts.Length == 5) base.Keep([(parts[0], new(Watts(parts[1]), Watts(parts[2]), Watts(parts[3])))]);
            }
        file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        // what is cut short stays a line of its own
        if (file.Length > 0) file.WriteByte((byte)'\n');
    }

    public override void Keep(IReadOnlyList<(string Key, FoundCap Cap)> found)
    {
        base.Keep(found);
        Append(found.Select(one => $"{one.Key}\t{Text(one.Cap.SetPointWatts)}\t{Text(one.Cap.OneShotWatts)}\t{Text(one.Cap.PersistentWatts)}\t.\n"));
    }

    public override void Forget(IReadOnlyList<string> keys)
    {
        base.Forget(keys);
        Append(keys.Select(key => key + "\n"));
    }

    private void Append(IEnumerable<string> lines)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(string.Concat(lines));
        lock (writing)
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
    }

    private static string Text(double? watts) => watts?.ToString("R", CultureInfo.InvariantCulture) ?? "";
    private static double? Watts(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double watts) ? watts : null;

    public void Dispose() => file.Dispose();
}
