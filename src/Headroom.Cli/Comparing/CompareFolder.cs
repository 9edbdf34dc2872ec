using System.Text;
using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Comparing;
using Headroom.Cli.Sweeping;
using Headroom.Sites;

namespace Headroom.Cli.Comparing;

/// <summary>The folder of <c>compare --out</c>: the sweep's journal while it runs, the tables and the report at its end.</summary>
sealed class CompareFolder : IDisposable
{
    const string JournalName = "sweep.jsonl";
    readonly OutputFolder folder;

    CompareFolder(OutputFolder folder, SweepJournal journal) => (this.folder, Journal) = (folder, journal);

    public SweepJournal Journal { get; }
    public IReadOnlyList<string> Written => folder.Written;
    public Finding? Fault => folder.Fault;

    /// <summary>The folder, its journal open; none where it cannot be written, or holds the answers of an earlier sweep that nobody said to go on with.</summary>
    public static (CompareFolder? Folder, IReadOnlyList<Finding> Findings) Open(string path, bool resume)
    {
        (OutputFolder? folder, IReadOnlyList<Finding> findings) = OutputFolder.Open(path);
        if (folder is null) return (null, findings);
        try
        {
            // hours of work may lie there: a forgotten flag must not cost them
            if (!resume && SweepJournal.Lines(Path.Combine(path, JournalName)) is > 0 and var lines) return (null, [Kept(path, lines)]);
            var journal = SweepJournal.Open(Path.Combine(path, JournalName), resume);
            if (journal.Unreadable > 0)
                findings = [.. findings, new(Severity.Note, "--resume", $"{journal.Unreadable} lines of {JournalName} cannot be read", "", "Their units are planned again.") { File = JournalName }];
            return (new(folder, journal), findings);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (null, [OutputFolder.Unwritable(Path.Combine(path, JournalName), fault)]);
        }
    }

    static Finding Kept(string path, int lines) => new(Severity.Wrong, "--out",
        $"\"{path}\" holds {JournalName} of an earlier sweep, with {Wording.Counted(lines, ("answer", "answers"))}", "--resume, or a folder without one",
        "Add --resume: what is answered is not planned again, and what else is asked for is added. To begin anew, name another folder or remove that file.")
    { File = "command line" };

    /// <summary>Everything that an answer has; of one that was stopped, the journal stays and nothing is written.</summary>
    public void Write(CompareDocument document)
    {
        if (document.Answer is CompareAnswer.Stopped) return;
        folder.Write("compare.json", target => File.WriteAllText(target, CompareJson.Text(document)));
        if (document.Answer is not CompareAnswer.Compared { Comparison: var comparison }) return;
        var table = CompareTable.Of(comparison);
        folder.Write("compare.csv", target => File.WriteAllText(target, table.Csv(), new UTF8Encoding(false)));
        folder.Write("compare.parquet", target => table.WriteParquet(File.Create(target)));
        folder.Write("report.html", target => File.WriteAllText(target, CompareHtml.Text(comparison), new UTF8Encoding(false)));
    }

    public void Dispose() => Journal.Dispose();
}
