using System.Text;
using System.Text.Json;
using Headroom.Sweeps;

namespace Headroom.Cli.Sweeping;

/// <summary>Answers of a sweep as lines of a file: each is on the disk before the next unit is given out, so a killed run loses only what was under way.</summary>
/// <remarks>A line is <c>{"key": …, "kind": …, "name": …, "answer": …}</c>. A last line without its end was torn by the kill and is cut off.</remarks>
sealed class SweepJournal : IDisposable
{
    readonly Dictionary<string, string> answers = [];
    readonly Lock gate = new();
    readonly FileStream? file;

    SweepJournal(FileStream? file) => this.file = file;

    /// <summary>Lines of the file that could not be read and were passed over: their units are done again.</summary>
    public int Unreadable { get; private set; }
    public int Count => answers.Count;

    /// <summary>A sweep that leaves nothing behind.</summary>
    public static SweepJournal InMemory() => new(null);

    /// <summary>How many whole lines a journal holds, readable or not; none where there is no such file.</summary>
    public static int Lines(string path) => File.Exists(path) ? File.ReadAllBytes(path).Count(letter => letter == (byte)'\n') : 0;

    /// <param name="resume">Keep what an earlier run left; else begin anew, and what was there is lost.</param>
    public static SweepJournal Open(string path, bool resume)
    {
        var file = new FileStream(path, resume ? FileMode.OpenOrCreate : FileMode.Create, FileAccess.ReadWrite, FileShare.Read);
        var journal = new SweepJournal(file);
        try { journal.ReadBack(); }
        catch
        {
            file.Dispose();
            throw;
        }
        return journal;
    }

    void ReadBack()
    {
        byte[] bytes = new byte[file!.Length];
        file.ReadExactly(bytes);
        int whole = Array.LastIndexOf(bytes, (byte)'\n') + 1;
        file.SetLength(whole);
        file.Seek(0, SeekOrigin.End);
        foreach (string line in Encoding.UTF8.GetString(bytes, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var json = JsonDocument.Parse(line);
                answers[json.RootElement.GetProperty("key").GetString()!] = json.RootElement.GetProperty("answer").GetRawText();
            }
            catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException) { Unreadable++; }
        }
    }

    public string? Find(UnitOfWork unit)
    {
        lock (gate) return answers.GetValueOrDefault(unit.Key);
    }

    /// <summary>Keeps an answer, a JSON text; on the disk when it returns.</summary>
    public void Keep(UnitOfWork unit, string answer)
    {
        lock (gate)
        {
            answers[unit.Key] = answer;
            if (file is null) return;
            string name = JsonEncodedText.Encode(unit.Name).ToString();
            file.Write(Encoding.UTF8.GetBytes($$"""{"key":"{{unit.Key}}","kind":"{{unit.Kind}}","name":"{{name}}","answer":{{answer}}}""" + "\n"));
            file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => file?.Dispose();
}
