using Headroom.Sites;

namespace Headroom.Scenarios.Series;

/// <summary>The data files that a site file names, each read once.</summary>
internal sealed class DataFiles(string folder)
{
    private const long BytesMost = 64L << 20;
    private readonly Dictionary<string, (HourlyTable? Table, TableFindings Findings)> tables = new(StringComparer.Ordinal);

    /// <summary>Every fault found in data files so far.</summary>
    public IEnumerable<Finding> Findings => tables.Values.SelectMany(one => one.Findings.All);

    /// <summary>The bytes of a file, or the sentence that says why there are none.</summary>
    public byte[]? Bytes(string name, out string? fault)
    {
        fault = null;
        try
        {
            string path = Path.GetFullPath(Path.Combine(folder, name));
            var file = new FileInfo(path);
            if (Directory.Exists(path)) fault = $"{name} is a folder";
            else if (!file.Exists) fault = $"there is no file {name} beside the site file";
            else if (file.Length > BytesMost) fault = $"{name} has {file.Length / 1e6:0} MB; at most 64";
            else return File.ReadAllBytes(path);
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            fault = $"{name} cannot be opened: {problem.Message.TrimEnd('.')}";
        }
        return null;
    }

    /// <summary>Faults of paths, disks and rights: the user's to mend, unlike all others.</summary>
    public static bool IsOfTheWorld(Exception problem) => problem
        is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or System.Security.SecurityException;

    /// <summary>The table of a CSV file. Null where it cannot be read: <paramref name="fault"/> says why, or the findings do.</summary>
    public HourlyTable? Table(string name, out string? fault)
    {
        fault = null;
        if (tables.TryGetValue(name, out (HourlyTable? Table, TableFindings) known)) return known.Table;
        if (Bytes(name, out fault) is not { } bytes) return null;
        var findings = new TableFindings(name);
        HourlyTable? table = HourlyTable.Read(bytes, findings);
        tables[name] = (table, findings);
        return table;
    }

    /// <summary>Where findings about a file that is no table go, such as weather.</summary>
    public TableFindings FindingsOf(string name)
    {
        if (tables.TryGetValue(name, out (HourlyTable?, TableFindings Findings) known)) return known.Findings;
        var findings = new TableFindings(name);
        tables[name] = (null, findings);
        return findings;
    }
}
