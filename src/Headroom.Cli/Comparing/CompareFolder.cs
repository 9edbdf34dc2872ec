using System.Text;
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

    public static (CompareFolder? Folder, IReadOnlyList<Finding> Findings) Open(string path, bool resume)
    {
        (OutputFolder? folder, IReadOnlyList<Finding> findings) = OutputFolder.Open(path);
        if (folder is null) return (null, findings);
        try
        {
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
