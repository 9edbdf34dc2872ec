using System.Text;
using Headroom.Cli.Rendering;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli;

/// <summary>The folder of <c>--out</c>. It is tried before the planning starts, so that minutes of work are not lost to a typo.</summary>
sealed class OutputFolder
{
    readonly string path;
    readonly List<string> written = [];
    OutputFolder(string path) => this.path = path;

    /// <summary>Names of the files written so far.</summary>
    public IReadOnlyList<string> Written => written;

    /// <summary>What went wrong in writing; the disk may fill after the door was open.</summary>
    public Finding? Fault { get; private set; }

    public static (OutputFolder? Folder, IReadOnlyList<Finding> Findings) Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            string probe = Path.Combine(path, $".headroom-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return (new(path), []);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, [Unwritable(path, fault)]);
        }
    }

    /// <summary>Every file that an answer has: a plan has four, a refusal only the document that says why.</summary>
    public void WriteAll(PlanDocument document)
    {
        Write("plan.json", target => File.WriteAllText(target, PlanJson.Text(document)));
        if (document.Answer is not PlanAnswer.Planned { Report: var report }) return;
        Write("dispatch.csv", target =>
        {
            using FileStream file = File.Create(target);
            DispatchCsv.Write(file, report);
        });
        Write("report.html", target => File.WriteAllText(target, ReportHtml.Text(report, document.Findings), new UTF8Encoding(false)));
        Write("week.svg", target => File.WriteAllText(target, WeekSvg.Text(report)));
    }

    public void Write(string name, Action<string> write)
    {
        try
        {
            write(Path.Combine(path, name));
            written.Add(name);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { Fault ??= Unwritable(Path.Combine(path, name), fault); }
    }

    internal static Finding Unwritable(string path, Exception fault) =>
        new(Severity.Wrong, "--out", $"\"{path}\" ({fault.Message.TrimEnd('.')})", "a folder that can be written", "Name another folder, or make room in this one.");
}
