using System.CommandLine;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom regions</c>: the keys that a site file may name.</summary>
static class RegionsVerb
{
    public static Command Create(Run run)
    {
        var verb = new Command("regions", "List the regions of the catalog.");
        verb.SetAction(_ => (int)List(run));
        return verb;
    }

    static ExitCode List(Run run)
    {
        IReadOnlyList<(string Key, string About)> regions = run.Engine.Regions();
        int width = regions.Select(region => region.Key.Length).DefaultIfEmpty(0).Max();
        foreach ((string key, string about) in regions) run.Terminal.Out.WriteLine($"{key.PadRight(width)}  {about}".TrimEnd());
        return ExitCode.Done;
    }
}
