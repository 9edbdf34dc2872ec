using Headroom.Protocols.Coordination;

namespace Headroom.TestKit.Conformance;

/// <summary>A rule of the coordination protocol and how it is checked from outside.</summary>
/// <param name="Section">Of docs/protocol.md.</param>
/// <param name="Check">Returns what is wrong; null where the rule is kept.</param>
public sealed record ConformanceRule(string Id, string Section, string Text, Func<ConformanceProbe, Task<string?>> Check);

/// <param name="Why">What is wrong; empty where the rule is kept.</param>
public sealed record ConformanceResult(ConformanceRule Rule, bool IsKept, string Why);

/// <summary>How an implementation is asked.</summary>
public sealed record ConformanceSetting
{
    /// <summary>How long a change may take until the implementation shows it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The heartbeat interval with which silence is tried, in the site's time.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>For one request.</summary>
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Asks any implementation of the coordination protocol, over HTTP, whether it keeps its rules.</summary>
/// <remarks>It sets limits a thousandth below the ceiling, for seconds, and takes them back: small, but felt. Not for a site that somebody relies on.</remarks>
public static class ConformanceKit
{
    /// <summary>All rules, in the order in which they are asked.</summary>
    public static IReadOnlyList<ConformanceRule> Rules { get; } = [.. AccessRules.All, .. LimitRules.All, .. ArbitrationRules.All,
        .. UpwardRules.All];

    /// <summary>Asks every rule and prints pass or fail for each.</summary>
    /// <param name="url">Of the site; the protocol's paths are below it.</param>
    /// <param name="token">Of a caller who may speak for at least one authority.</param>
    public static async Task<IReadOnlyList<ConformanceResult>> RunAsync(Uri url, string token, TextWriter output,
        ConformanceSetting? setting = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(output);
        setting ??= new();
        List<ConformanceResult> results = [];
        using ConformanceProbe probe = new(url, token, setting, stop);
        string? unreachable = await ReasonAsync(() => probe.BeginAsync(), stop).ConfigureAwait(false);
        foreach (ConformanceRule rule in Rules)
        {
            probe.Begin(rule.Id);
            string? why = unreachable is not null && rule.Id != Rules[0].Id ? $"the site's description: {unreachable}"
                : await ReasonAsync(() => rule.Check(probe), stop).ConfigureAwait(false);
            await ReasonAsync(probe.EndAsync, stop).ConfigureAwait(false);
            results.Add(new(rule, why is null, why ?? ""));
            await output.WriteLineAsync($"{(why is null ? "pass" : "FAIL")}  {rule.Id}  {rule.Text} [{rule.Section}]{(why is null ? "" : $"\n      {why}")}").ConfigureAwait(false);
        }
        await output.WriteLineAsync($"{results.Count(one => one.IsKept)} of {results.Count} rules of {CoordinationWords.Protocol} kept by {url}").ConfigureAwait(false);
        return results;
    }

    /// <summary>An implementation may answer anything, or nothing: that is a finding, not our fault.</summary>
    private static async Task<string?> ReasonAsync(Func<Task<string?>> ask, CancellationToken stop)
    {
        try
        {
            return await ask().ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is HttpRequestException or IOException or FormatException or InvalidOperationException or ArgumentException
            || wrong is OperationCanceledException && !stop.IsCancellationRequested)
        {
            return wrong is OperationCanceledException ? "no answer in time" : wrong.Message;
        }
    }
}
