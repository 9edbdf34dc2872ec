using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Tests;

/// <summary>An engine whose answers a test chooses, and a command line run in this process with everything it wrote.</summary>
static class FakeEngine
{
    public static Engine Planning(PlanAnswer answer) => new()
    {
        Read = _ => (SamplePlan.Site, []),
        CheckFacility = _ => [],
        Formulate = _ => new(path => File.WriteAllText(path, "NAME\n"), (_, _, _) => answer),
        Expand = (_, _, _, _) => new ExpansionAnswer.None("nothing was asked"),
        ExportExpansion = (_, path) => File.WriteAllText(path, "NAME\n"),
        Template = (tier, region) => ($"tier: {tier.ToString().ToLowerInvariant()}\n", []),
        Regions = () => [("us-tex-ercot", "Texas, ERCOT"), ("de", "Germany")],
        Equations = () => [("power-balance.md", "# Power balance\n")],
        Tokens = Engine.Real.Tokens,         // quick, and its answers are what the goldens show
        Compare = Engine.Real.Compare,
        Calibrate = (_, _, _) => SampleCalibration.Answer,
    };

    public static Engine Planned => Planning(new PlanAnswer.Planned(SamplePlan.Report));

    public static Ran Run(Engine engine, params string[] args) => Run(engine, CancellationToken.None, args);

    public static Ran Run(Engine engine, CancellationToken stop, params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        ExitCode code = HeadroomCommand.RunAsync(args, new Terminal(output, error), engine, stop).GetAwaiter().GetResult();
        return new((int)code, output.ToString(), error.ToString());
    }
}

/// <summary>How a run ended and what it wrote.</summary>
sealed record Ran(int Code, string Out, string Error);

/// <summary>A folder that is gone after the test.</summary>
sealed class Scratch : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("headroom-").FullName;
    public string At(string name) => Path.Combine(Folder, name);
    public string SiteFile
    {
        get
        {
            File.WriteAllText(At("site.yaml"), "site: juniper\n");
            return At("site.yaml");
        }
    }
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
