using System.CommandLine;
using System.CommandLine.Help;
using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Comparing;
using Headroom.Cli.Rendering.Growing;
using Headroom.Cli.Rendering.Offers;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Cli.Verbs;
using Headroom.Sites;

namespace Headroom.Cli;

/// <summary>The command line: parses, runs a verb, and turns every ending into one of four exit codes.</summary>
/// <remarks>System.CommandLine answers 1 both for a usage error and for a fault of ours, so neither is left to it.</remarks>
public static class HeadroomCommand
{
    public static async Task<ExitCode> RunAsync(string[] args, Terminal terminal, Engine engine, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(terminal);
        var run = new Run(terminal, engine, stop);
        ParseResult parsed = Root(run).Parse(args);
        if (parsed.Errors.Count > 0) return Usage([.. parsed.Errors.Select(error => WithoutTypes(error.Message)).Distinct()], args, terminal);
        try
        {
            var quiet = new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null, // Program owns the signals
            };
            return (ExitCode)await parsed.InvokeAsync(quiet, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            terminal.Error.WriteLine("stopped");
            return ExitCode.WorldSaysNo;
        }
#pragma warning disable CA1031 // the last door: whatever comes here is a fault of ours, and the user sees a sentence
        catch (Exception bug) { return OurBug(bug, terminal); }
#pragma warning restore CA1031
    }

    /// <remarks>Not a RootCommand, which names itself after the program file: tests, tool and launcher all say headroom.</remarks>
    static Command Root(Run run)
    {
        var root = new Command("headroom", "Plans, simulates and operates AI compute under a power ceiling.\nExit codes: 0 done, 1 the world says no, 2 wrong input, 3 a fault of Headroom.")
        {
            new HelpOption(),
            new VersionOption(),
            PlanVerb.Create(run),
            SimulateVerb.Create(run),
            OffersVerb.Create(run),
            OperateVerb.Create(run),
            JournalVerbs.Replay(run),
            JournalVerbs.Report(run),
            ConformVerb.Create(run),
            EmulateVerb.Create(run),
            HealthVerb.Create(run),
            CompareVerb.Create(run),
            CheckVerb.Create(run),
            TokensVerb.Create(run),
            ForecastVerb.Create(run),
            CalibrateVerb.Create(run),
            NewVerb.Create(run),
            RegionsVerb.Create(run),
            EquationsVerb.Create(run),
        };
        root.SetAction(_ => Usage(["Say what to do: plan, simulate, offers, operate, replay, report, conform, emulate, health, compare, check, tokens, forecast, calibrate, new, regions or equations. 'headroom --help' explains them."], [], run.Terminal) is var code ? (int)code : 0);
        return root;
    }

    static ExitCode Usage(IReadOnlyList<string> errors, string[] args, Terminal terminal)
    {
        if (args.Contains("--json"))
        {
            Finding[] findings = [.. errors.Select(error =>
                new Finding(Severity.Wrong, "command line", string.Join(' ', args), error, "'headroom --help' lists verbs and options."))];
            if (args[0] == "simulate") SimulationJson.Write(terminal.Out, new() { Findings = findings });
            else if (args[0] == "offers") OffersJson.Write(terminal.Out, new() { Findings = findings });
            else if (args[0] == "forecast") terminal.Out.Write(ForecastJson.Text(new(null, findings)));
            else if (args[0] == "compare") CompareJson.Write(terminal.Out, new() { Findings = findings });
            else if (args[0] == "tokens") terminal.Out.Write(TokenJson.Text(new(null, [], findings)));
            else PlanJson.Write(terminal.Out, new PlanDocument { Findings = findings });
            return ExitCode.WrongInput;
        }
        foreach (string error in errors) terminal.Error.WriteLine(error);
        if (args.Length > 0) terminal.Error.WriteLine("'headroom --help' lists verbs and options.");
        return ExitCode.WrongInput;
    }

    static ExitCode OurBug(Exception bug, Terminal terminal)
    {
        terminal.Error.WriteLine($"This is a fault of Headroom, not of your file: {bug.GetType().Name}: {bug.Message}");
        terminal.Error.WriteLine("Please report it with the file and the command. HEADROOM_TRACE=1 shows where it happened.");
        if (Environment.GetEnvironmentVariable("HEADROOM_TRACE") == "1") terminal.Error.WriteLine(bug.ToString());
        return ExitCode.OurBug;
    }

    /// <summary>The parser names .NET types; nobody typed one.</summary>
    static string WithoutTypes(string message)
    {
        string plain = System.Text.RegularExpressions.Regex.Replace(message, " as expected type '[^']*'", "");
        foreach (string tier in Enum.GetNames<Tier>()) plain = plain.Replace($"'{tier}'", $"'{tier.ToLowerInvariant()}'", StringComparison.Ordinal);
        return plain;
    }
}

/// <summary>What one run of a verb works with.</summary>
sealed record Run(Terminal Terminal, Engine Engine, CancellationToken Stop);
