using Headroom.Protocols;
using Headroom.Protocols.Coordination;

namespace Headroom.TestKit.Conformance;

/// <summary>Who may speak, and which bytes are a message.</summary>
internal static class AccessRules
{
    public static IReadOnlyList<ConformanceRule> All { get; } =
    [
        new("A01", "HTTP binding", "A site describes itself and says for whom the token may speak", DescribesAsync),
        new("A02", "Who may speak", "Without a token nothing is told: 401", async at =>
        Is(401, await at.GetAsAsync("limits", null).ConfigureAwait(false))),
        new("A03", "Who may speak", "A token that nobody gave is answered by 401", async at =>
        Is(401, await at.GetAsAsync("limits", "no-such-token").ConfigureAwait(false))),
        new("A04", "Who may speak", "Nobody sets a limit for another speaker: 403", async at =>
            Is(403, await at.SendAsync(at.Loose() with { Source = new(at.Speaker.Authority,
            "conform-somebody-else") }).ConfigureAwait(false))),
        new("A05", "Who may speak", "Nobody cancels a limit of another speaker: 403", async at =>
            Is(403, await at.SendAsync(at.Cancel(at.Loose()) with { Source = new(at.Speaker.Authority,
            "conform-somebody-else") }).ConfigureAwait(false))),
        new("A06", "Messages", "What is no JSON is answered by 400", async at =>
        Is(400, await at.SendAsync("limits", "{\"protocol\":").ConfigureAwait(false))),
        new("A07", "Messages", "Another major version is refused: 400", async at =>
        Is(400, await ChangedAsync(at, CoordinationWords.Protocol, "headroom-coordination/2").ConfigureAwait(false))),
        new("A08", "Messages", "A name that stands twice makes a message malformed: 400", async at =>
            Is(400, await ChangedAsync(at, "\"priority\":1", "\"priority\":1,\"levelKilowatts\":1").ConfigureAwait(false))),
        new("A09", "Messages", "Properties that a receiver does not know are no fault", async at =>
            Accepted(await ChangedAsync(at, "\"priority\":1", "\"priority\":1,\"conformUnknown\":{\"a\":[1]}").ConfigureAwait(false))),
        new("A10", "Messages", "A message of more than 64 KiB is answered by 413", async at =>
            Is(413, await at.SendAsync("limits", $"{{\"protocol\":\"{new string('x', CoordinationWords.BytesMost)}\"}}").ConfigureAwait(false))),
        new("A11", "HTTP binding", "Another media type is answered by 415", async at =>
        Is(415, await at.SendAsync("limits", "a: 1", "application/yaml").ConfigureAwait(false))),
    ];

    internal static string? Is(int status, ProbeAnswer answer) => answer.Status == status ? null : $"{answer}, not {status}";

    internal static string? Outcome(string outcome, ProbeAnswer answer) => answer.Acknowledgement is not { } one
        ? $"no acknowledgement: {answer}" : one.Outcome == outcome ? null : $"{one.Outcome}, not {outcome}";

    internal static string? Accepted(ProbeAnswer answer) => Outcome("accepted", answer);

    private static async Task<string?> DescribesAsync(ConformanceProbe at)
    {
        ProbeAnswer answer = await at.GetAsync("").ConfigureAwait(false);
        if (answer.Status != 200) return $"{answer}";
        if (CoordinationAnswer.Read<SiteDescription>(answer.Body, out Malformed? wrong) is not { } site) return $"{wrong}";
        if (site.Protocol != CoordinationWords.Protocol || site.Kind != "description") return $"protocol {site.Protocol}, kind {site.Kind}";
        if (string.IsNullOrEmpty(site.Site)) return "it has no name";
        return site.Speaks is { Count: > 0 } && site.Speaks.All(one => CoordinationWords.Authorities.Contains(one.Authority)) ? null
            : "the token may speak for nobody that is an authority";
    }

    private static Task<ProbeAnswer> ChangedAsync(ConformanceProbe at, string what, string to) =>
        at.SendAsync(at.Loose(), text => text.Replace(what, to, StringComparison.Ordinal));
}
