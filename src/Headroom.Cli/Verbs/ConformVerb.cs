using System.CommandLine;
using Headroom.Cli.Rendering;
using Headroom.Sites;
using Headroom.TestKit.Conformance;
using static Headroom.Cli.Verbs.VerbOptions;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom conform URL</c>: asks an implementation of the coordination protocol rule by rule.</summary>
static class ConformVerb
{
    const string Usual = "HEADROOM_TOKEN";

    public static Command Create(Run run)
    {
        var url = new Argument<string>("URL") { Description = "Of a site that speaks the coordination protocol (docs/protocol.md)." };
        Option<string?> variable = Text("--token-variable", "NAME", $"Environment variable with a token that may set limits; {Usual} unless stated.");
        var verb = new Command("conform", "Ask any implementation of the coordination protocol whether it keeps its rules. It sets small limits and takes them back.") { url, variable };
        verb.SetAction(async (parsed, _) => (int)await ConformAsync(run, parsed.GetValue(url)!, parsed.GetValue(variable) ?? Usual));
        return verb;
    }

    static async Task<ExitCode> ConformAsync(Run run, string url, string variable)
    {
        List<Finding> findings = [];
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) || !(uri.Scheme == "https" || uri.Scheme == "http" && uri.IsLoopback))
            findings.Add(new(Severity.Wrong, "URL", url, "https://host, or http:// on this machine", "Write the whole address.") { File = "command line" });
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } token)
        {
            findings.Add(new(Severity.Wrong, "--token-variable", $"no environment variable {variable}", "a token", "Set it to a token that may set limits.") { File = "command line" });
            token = "";
        }
        if (findings.Count == 0 && await SilentAsync(uri!, run.Stop) is { } why)
            findings.Add(new(Severity.Wrong, "URL", $"{url} ({why})", "an address that answers", "Start the site, or check host, port and certificate.") { File = "command line" });
        if (findings.Count > 0)
        {
            FindingText.Write(run.Terminal.Error, findings, url);
            return ExitCode.WrongInput;
        }
        IReadOnlyList<ConformanceResult> results = await ConformanceKit.RunAsync(uri!, token, run.Terminal.Out, stop: run.Stop);
        return results.All(one => one.IsKept) ? ExitCode.Done : ExitCode.WorldSaysNo;
    }

    /// <summary>Why nobody answers there; null where anybody does, whatever he says.</summary>
    static async Task<string?> SilentAsync(Uri uri, CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(uri, HttpCompletionOption.ResponseHeadersRead, stop);
            return null;
        }
        catch (HttpRequestException fault) { return fault.Message.TrimEnd('.'); }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested) { return "no answer within 10 s"; }
    }
}
