using Headroom.Protocols.Coordination;
using static Headroom.TestKit.Conformance.AccessRules;

namespace Headroom.TestKit.Conformance;

/// <summary>What becomes of limits, cancellations and heartbeats.</summary>
internal static class LimitRules
{
    public static IReadOnlyList<ConformanceRule> All { get; } =
    [
        new("L01", "Acknowledgement", "A limit that can be taken is accepted, with 200", async at =>
        {
            ProbeAnswer answer = await at.SendAsync(at.Loose()).ConfigureAwait(false);
            return Is(200, answer) ?? Accepted(answer);
        }),
        new("L02", "Acknowledgement", "An acknowledgement names what it answers: speaker, name, stamp, id", EchoesAsync),
        new("L03", "Limit", "An accepted limit is listed with its level; one without an end shows none", ListsAsync),
        new("L04", "Identity", "The same message again changes nothing: repeated", async at =>
        {
            CoordinationMessage.Limit limit = at.Loose();
            await at.SendAsync(limit).ConfigureAwait(false);
            return Outcome("repeated", await at.SendAsync(limit).ConfigureAwait(false));
        }),
        new("L05", "Identity", "An older message of a name changes nothing: superseded", async at =>
        {
            CoordinationMessage.Limit older = at.Loose(), newer = at.Loose();
            await at.SendAsync(newer).ConfigureAwait(false);
            return Outcome("superseded", await at.SendAsync(older).ConfigureAwait(false));
        }),
        new("L06", "Identity", "A newer message of a name takes the place of the older one", ReplacesAsync),
        new("L07", "Identity", "A cancellation with the stamp of its limit does not cancel it: contradicted", async at =>
        {
            CoordinationMessage.Limit limit = at.Loose();
            await at.SendAsync(limit).ConfigureAwait(false);
            return Outcome("contradicted", await at.SendAsync(at.Cancel(limit) with { Issued = limit.Issued,
                Sequence = limit.Sequence }).ConfigureAwait(false));
        }),
        new("L08", "Cancellation", "A cancelled limit is in force no more", CancelsAsync),
        new("L09", "Refusals", "A negative power is refused: 400 or 422", async at =>
        {
            ProbeAnswer answer = await at.SendAsync("limits",
                System.Text.Encoding.UTF8.GetString((at.Loose() with { LevelKilowatts = 12345 }).Write()).Replace("12345", "-1",
                StringComparison.Ordinal))
                .ConfigureAwait(false);
            return answer.Status is 400 or 422 ? null : $"{answer}, not 400 or 422";
        }),
        new("L10", "Refusals", "A feed that the site does not have is refused by its reason: 422, unknownFeed", async at =>
            RefusedBy("unknownFeed", await at.SendAsync(at.Loose() with { Feed = "conform-no-such-feed" }).ConfigureAwait(false))),
        new("L11", "Refusals", "An end before the start is refused by its reason: 422, endBeforeStart", async at =>
            RefusedBy("endBeforeStart", await at.SendAsync(at.Loose() with { Until = at.Now.AddHours(-1) }).ConfigureAwait(false))),
        new("L12", "Refusals", "A message from the far future is refused: 422, issuedAhead", async at =>
            RefusedBy("issuedAhead", await at.SendAsync(at.Loose() with { Issued = at.Now.AddDays(400) }).ConfigureAwait(false))),
        new("L13", "Limit", "A limit says once when it ends: until beside holdSeconds is malformed, 400", async at =>
            Is(400, await at.SendAsync(at.Loose() with { Until = at.Now.AddHours(1), HoldSeconds = 60 }).ConfigureAwait(false))),
        new("L14", "Heartbeat", "A heartbeat is heard", async at =>
        Outcome("heard", await at.SendAsync(at.Heartbeat()).ConfigureAwait(false))),
        new("L15", "Heartbeat", "An old heartbeat shows nobody alive: repeated", async at =>
        {
            CoordinationMessage.Heartbeat beat = at.Heartbeat();
            await at.SendAsync(beat).ConfigureAwait(false);
            return Outcome("repeated", await at.SendAsync(beat).ConfigureAwait(false));
        }),
    ];

    private static string? RefusedBy(string reason, ProbeAnswer answer) =>
        Is(422, answer) ?? Outcome("refused", answer) ?? (answer.Acknowledgement!.Refusal == reason ? null
        : $"refused by {answer.Acknowledgement.Refusal}, not {reason}");

    private static async Task<string?> EchoesAsync(ConformanceProbe at)
    {
        CoordinationMessage.Limit limit = at.Loose();
        if ((await at.SendAsync(limit).ConfigureAwait(false)).Acknowledgement is not { } answer) return "no acknowledgement";
        if (answer.Source != limit.Source || answer.Name != limit.Name) return $"it answers {answer.Source} {answer.Name}, not {limit.Source} {limit.Name}";
        if (answer.Sequence != limit.Sequence || (answer.Issued - limit.Issued).Duration() > TimeSpan.FromMilliseconds(1))
            return $"it answers {answer.Issued:O} {answer.Sequence}, not {limit.Issued:O} {limit.Sequence}";
        return answer.MessageId == limit.Id ? null : $"it answers id {answer.MessageId}, not {limit.Id}";
    }

    private static async Task<string?> ListsAsync(ConformanceProbe at)
    {
        CoordinationMessage.Limit limit = at.Loose();
        await at.SendAsync(limit).ConfigureAwait(false);
        return await at.UntilAsync(async () =>
        {
            if (await at.ListedAsync(limit).ConfigureAwait(false) is not { } one) return "it is not listed";
            if (one.Until is not null) return $"it ends {one.Until:O}, and has no end";
            return one.LevelKilowatts is { } level && Math.Abs(level / limit.LevelKilowatts!.Value - 1) < 1e-9 ? null
                : $"its level is {one.LevelKilowatts} kW, not {limit.LevelKilowatts}";
        }).ConfigureAwait(false);
    }

    private static async Task<string?> ReplacesAsync(ConformanceProbe at)
    {
        CoordinationMessage.Limit first = at.Loose(), second = at.Loose() with { LevelKilowatts = 2 * at.LooseKilowatts };
        await at.SendAsync(first).ConfigureAwait(false);
        await at.SendAsync(second).ConfigureAwait(false);
        return await at.UntilAsync(async () =>
        {
            double?[] levels = [.. (await at.AnswerAsync<LimitList>("limits").ConfigureAwait(false)).Limits
                .Where(one => one.Name == first.Name && one.State is not ("over" or "returning")).Select(one => one.LevelKilowatts)];
            return levels is [{ } level] && Math.Abs(level / second.LevelKilowatts!.Value - 1) < 1e-9 ? null
                : $"listed at {string.Join(", ", levels)} kW, not once at {second.LevelKilowatts}";
        }).ConfigureAwait(false);
    }

    private static async Task<string?> CancelsAsync(ConformanceProbe at)
    {
        CoordinationMessage.Limit limit = at.Loose();
        await at.SendAsync(limit).ConfigureAwait(false);
        if (Accepted(await at.SendAsync(at.Cancel(limit)).ConfigureAwait(false)) is { } why) return why;
        return await at.UntilAsync(async () => await at.ListedAsync(limit).ConfigureAwait(false) is { } one ? $"it is still {one.State}"
            : null).ConfigureAwait(false);
    }
}
