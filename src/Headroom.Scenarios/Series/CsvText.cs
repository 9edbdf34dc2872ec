using System.IO.Compression;
using System.Text;

namespace Headroom.Scenarios.Series;

/// <summary>A delimited text file as rows of cells: marks, line ends, quotes and compression dealt with or named.</summary>
/// <param name="Rows">Number of the line in the file, and its text; header first.</param>
internal sealed record CsvText(char Delimiter, IReadOnlyList<(int Line, string Text)> Rows)
{
    private const long BytesMost = 128L << 20;
    private static readonly char[] delimiters = [',', ';', '\t'];

    /// <summary>The rows of a file; null where it cannot be taken for text, which is then a finding.</summary>
    /// <param name="content">What is expected of an empty file.</param>
    /// <param name="remedy">What to do about an empty file.</param>
    public static CsvText? Read(byte[] bytes, TableFindings findings, string content = "a header and one row for each hour",
        string remedy = "Write a header such as time_utc,price_usd_per_mwh.")
    {
        if (bytes.Length > 2 && bytes[0] == 0x1f && bytes[1] == 0x8b)
        {
            if (Unzipped(bytes) is not { } plain)
            {
                findings.Wrong(1, "", "the compressed file is damaged or larger than 128 MB", "a gzip file",
                    "Compress it again with gzip.");
                return null;
            }
            bytes = plain;
        }
        if (bytes.Length > 1 && (bytes[0], bytes[1]) is (0xff, 0xfe) or (0xfe, 0xff))
        {
            findings.Wrong(1, "", "the file is UTF-16", "UTF-8", "Save it as \"CSV UTF-8\".");
            return null;
        }
        if (Array.IndexOf(bytes, (byte)0) >= 0)
        {
            findings.Wrong(1, "", "the file is not text", "comma-separated text", "Export the sheet as CSV.");
            return null;
        }
        int skip = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        return Split(Encoding.UTF8.GetString(bytes, skip, bytes.Length - skip), findings, content, remedy);
    }

    private static CsvText? Split(string text, TableFindings findings, string content, string remedy)
    {
        var rows = new List<(int, string)>(9000);
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (line.IsWhiteSpace() || rows.Count == 0 && line[0] == '#') continue;
            rows.Add((number, line.ToString()));
        }
        if (rows.Count > 0)
        {
            string header = rows[0].Item2;
            char delimiter = delimiters.MaxBy(one => header.Count(c => c == one));
            return new(delimiter, rows);
        }
        findings.Wrong(1, "", "the file is empty", content, remedy);
        return null;
    }

    private static byte[]? Unzipped(byte[] bytes)
    {
        try
        {
            using var zip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            byte[] piece = new byte[1 << 16];
            for (int got; (got = zip.Read(piece)) > 0;)
            {
                plain.Write(piece, 0, got);
                if (plain.Length > BytesMost) return null;
            }
            return plain.ToArray();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>All cells of a row, quotes removed.</summary>
    public List<string> Cells(string row)
    {
        var cells = new List<string>();
        for (int at = 0; at <= row.Length;) cells.Add(Next(row, ref at).ToString().Replace("\"\"", "\"", StringComparison.Ordinal));
        return cells;
    }

    /// <summary>One cell of a row; false where the row has too few.</summary>
    public bool TryCell(string row, int index, out ReadOnlySpan<char> cell)
    {
        int at = 0;
        cell = default;
        for (int k = 0; k <= index; k++)
        {
            if (at > row.Length) return false;
            cell = Next(row, ref at);
        }
        return true;
    }

    public int CountCells(string row)
    {
        int count = 0;
        for (int at = 0; at <= row.Length; count++) Next(row, ref at);
        return count;
    }

    private ReadOnlySpan<char> Next(string row, scoped ref int at)
    {
        int start = at;
        int k = at;
        while (k < row.Length && row[k] == ' ') k++;
        if (k < row.Length && row[k] == '"')
        {
            int open = k + 1, close = open;
            while (close < row.Length && (row[close] != '"' || close + 1 < row.Length && row[close + 1] == '"'))
                close += row[close] == '"' ? 2 : 1;
            close = Math.Min(close, row.Length);
            int stop = row.IndexOf(Delimiter, Math.Min(close, row.Length));
            at = stop < 0 ? row.Length + 1 : stop + 1;
            return row.AsSpan(open, close - open);
        }
        int end = row.IndexOf(Delimiter, start);
        at = end < 0 ? row.Length + 1 : end + 1;
        return row.AsSpan(start, (end < 0 ? row.Length : end) - start).Trim();
    }
}
