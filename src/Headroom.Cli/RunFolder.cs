using System.Text;
using Headroom.Cli.Recording;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Sites;

namespace Headroom.Cli;

/// <summary>The folder of <c>simulate --out</c>: the time series while the run goes, the documents at its end.</summary>
/// <remarks>Give <see cref="Recorder"/> to the simulator, then <see cref="Finish"/>, also after a run that was stopped: that is what makes the series readable.</remarks>
sealed class RunFolder : IDisposable
{
    readonly string path;
    readonly OutputFolder folder;
    bool isClosed;

    RunFolder(string path, OutputFolder folder)
    {
        (this.path, this.folder) = (path, folder);
        Recorder = new ParquetRecorder(name => File.Create(Path.Combine(path, name)));
    }

    public ParquetRecorder Recorder { get; }

    /// <summary>Names of the files that are complete.</summary>
    public IReadOnlyList<string> Written => [.. folder.Written, .. Recorder.Written];

    /// <summary>What could not be written.</summary>
    public IReadOnlyList<Finding> Faults =>
    [
        .. Recorder.Faults.Select(file => OutputFolder.Unwritable(Path.Combine(path, file.Name), file.Fault)),
        .. folder.Fault is { } fault ? [fault] : Array.Empty<Finding>(),
    ];

    public static (RunFolder? Folder, IReadOnlyList<Finding> Findings) Open(string path)
    {
        (OutputFolder? folder, IReadOnlyList<Finding> findings) = OutputFolder.Open(path);
        return (folder is null ? null : new RunFolder(path, folder), findings);
    }

    /// <summary>Ends the series, then writes what the run came to, with notes and faults of the series among its findings.</summary>
    /// <returns>The document as it was written.</returns>
    public SimulationDocument Finish(SimulationDocument document)
    {
        Dispose();
        SimulationDocument told = document with { Findings = [.. document.Findings, .. Recorder.Notes, .. Faults] };
        folder.Write("simulation.json", target => File.WriteAllText(target, SimulationJson.Text(told)));
        if (told.Report is { } report)
            folder.Write("report.html", target => File.WriteAllText(target, SimulationHtml.Text(report, told.Findings), new UTF8Encoding(false)));
        return folder.Fault is { } fault ? told with { Findings = [.. told.Findings, fault] } : told;
    }

    /// <summary>
    ///   What is not of this run does not stay beside it: a series without its end cannot be read, and one of an earlier run would be taken
    ///   for this one's. Removing them also makes room for the documents on a full disk.
    /// </summary>
    public void Dispose()
    {
        if (isClosed) return;
        isClosed = true;
        Recorder.Dispose();
        if (!Recorder.IsUsed) return;
        foreach (string name in ParquetRecorder.Names.Except(Recorder.Written))
        {
            try { File.Delete(Path.Combine(path, name)); }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { } // it stays; its fault is told
        }
    }
}
