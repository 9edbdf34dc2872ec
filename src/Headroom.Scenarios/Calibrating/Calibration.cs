using Headroom.Compute.Calibration;
using Headroom.Sites;

namespace Headroom.Scenarios.Calibrating;

/// <summary>A folder of measurements made into fits, with the errors they make.</summary>
/// <param name="Result">Null where the folder is at fault.</param>
/// <param name="ShapesLeftOut">Errors on sequence shapes never seen in fitting.</param>
public sealed record CalibrationAnswer(CalibrationFolder Folder, CalibrationResult? Result, IReadOnlyList<Residual> ShapesLeftOut)
{
    /// <summary>Reads and fits; half a minute. Stops between fits by throwing, as cancelled work does.</summary>
    public static CalibrationAnswer Of(string folder, IProgress<string>? progress, CancellationToken stop)
    {
        if (!Directory.Exists(folder)) return Refused(folder, File.Exists(folder) ? "a file" : "there is no such folder", "a folder with serving_points.csv and mlenergy_llm_configs.csv");
        CalibrationFolder read;
        progress?.Report("reading");
        try { read = CalibrationFolder.Read(folder); }
        catch (Exception fault) when (fault is FormatException or KeyNotFoundException or IndexOutOfRangeException or OverflowException or ArgumentException)
        {
            return Refused(folder, $"a table of server results that cannot be read ({fault.Message.TrimEnd('.')})", "the tables of MLPerf results as published");
        }
        if (read.Findings.Any(finding => finding.Severity == Severity.Wrong)) return new(read, null, []);
        CalibrationResult result = Calibrator.Fit(read.Observations, progress, stop);
        return new(read, result, Calibrator.ShapesLeftOut(read.Observations, progress, stop));
    }

    private static CalibrationAnswer Refused(string folder, string what, string expected) =>
        new(new([], [], [], [new(Severity.Wrong, "", what, expected, "Check the path.") { File = folder }]), null, []);
}
