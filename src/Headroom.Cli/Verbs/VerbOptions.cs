using System.CommandLine;

namespace Headroom.Cli.Verbs;

/// <summary>Options that verbs have in common.</summary>
static class VerbOptions
{
    public static Option<bool> Json() => new("--json") { Description = "One JSON document on standard output and nothing else." };

    public static Option<bool> Verbose() => new("--verbose") { Description = "Each step of the work as a line on standard error." };

    /// <summary>An option that is read later, with all findings at once.</summary>
    public static Option<string?> Text(string name, string help, string about) => new(name) { HelpName = help, Description = about };
}
