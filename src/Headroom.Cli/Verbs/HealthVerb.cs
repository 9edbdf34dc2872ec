using System.CommandLine;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom health URL</c>: for containers, whose images have no other way to ask.</summary>
static class HealthVerb
{
    public static Command Create(Run run)
    {
        var url = new Argument<string>("URL") { Description = "Of a service on this machine." };
        var verb = new Command("health", "Ask a running service whether it is well.") { url };
        verb.SetAction(async (parsed, _) => (int)await AskAsync(run, parsed.GetValue(url)!));
        return verb;
    }

    static async Task<ExitCode> AskAsync(Run run, string url)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(3) };
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(new Uri(url), "/health"), run.Stop);
            run.Terminal.Out.WriteLine(await answer.Content.ReadAsStringAsync(run.Stop));
            return answer.IsSuccessStatusCode ? ExitCode.Done : ExitCode.WorldSaysNo;
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            run.Terminal.Error.WriteLine($"nobody answers at {url}: {fault.Message}");
            return ExitCode.WorldSaysNo;
        }
    }
}
