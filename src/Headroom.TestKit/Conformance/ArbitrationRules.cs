using Headroom.Protocols.Coordination;

namespace Headroom.TestKit.Conformance;

/// <summary>Which ceiling holds: the least of all, and what silence does. Limits here bind by a thousandth.</summary>
internal static class ArbitrationRules
{
    public static IReadOnlyList<ConformanceRule> All { get; } =
    [
        new("C01", "Arbitration", "A firm limit below the ceiling lowers it", async at =>
        {
            double before = await at.CeilingAsync().ConfigureAwait(false);
            await at.SendAsync(Binding(at, "firm", 0.999 * before)).ConfigureAwait(false);
            return await AtMostAsync(at, 0.999 * before).ConfigureAwait(false);
        }),
        new("C02", "Arbitration", "A looser limit, however urgent, does not raise what a tighter one holds", LooserAsync),
        new("C03", "Arbitration", "Best effort never moves the firm ceiling", BestEffortAsync),
        new("C04", "Silence", "Once a speaker is silent its fail-safe power holds", async at =>
        {
            double before = await at.CeilingAsync().ConfigureAwait(false);
            await at.SendAsync(Guarded(at, "silent", before, 0.998 * before)).ConfigureAwait(false);
            return await AtMostAsync(at, 0.998 * before).ConfigureAwait(false);
        }),
        new("C05", "Silence", "Silence never raises a ceiling: of level and fail-safe the lesser holds", NeverRaisesAsync),
        new("C06", "Silence", "A speaker that is heard again gets its limit back", HeardAgainAsync),
        new("C07", "Cancellation", "After a cancellation the ceiling returns", async at =>
        {
            double before = await at.CeilingAsync().ConfigureAwait(false);
            CoordinationMessage.Limit limit = Binding(at, "back", 0.999 * before);
            await at.SendAsync(limit).ConfigureAwait(false);
            if (await AtMostAsync(at, 0.999 * before).ConfigureAwait(false) is not null) return null;       // C01 says so
            await at.SendAsync(at.Cancel(limit)).ConfigureAwait(false);
            return await AtLeastAsync(at, 0.9995 * before).ConfigureAwait(false);
        }),
    ];

    private static CoordinationMessage.Limit Binding(ConformanceProbe at, string tail, double kilowatts) =>
        at.Loose(tail) with { LevelKilowatts = kilowatts };

    private static CoordinationMessage.Limit Guarded(ConformanceProbe at, string tail, double level, double failSafe) =>
        Binding(at, tail, level) with { Silence = new(at.Setting.Silence.TotalSeconds, 1, "failSafe", failSafe, 0) };

    private static Task<string?> AtMostAsync(ConformanceProbe at, double kilowatts) => at.UntilAsync(async () =>
        await at.CeilingAsync().ConfigureAwait(false) is var now && now <= kilowatts * (1 + 1e-9) ? null
        : FormattableString.Invariant($"the ceiling is {now} kW, above {kilowatts}"));

    private static Task<string?> AtLeastAsync(ConformanceProbe at, double kilowatts) => at.UntilAsync(async () =>
        await at.CeilingAsync().ConfigureAwait(false) is var now && now >= kilowatts ? null
        : FormattableString.Invariant($"the ceiling is {now} kW, below {kilowatts}"));

    /// <summary>Whether something holds for a while, not once.</summary>
    private static async Task<string?> StaysAsync(ConformanceProbe at, TimeSpan length, Func<double, string?> wrong)
    {
        long from = Environment.TickCount64;
        while (Environment.TickCount64 - from < length.TotalMilliseconds)
        {
            if (wrong(await at.CeilingAsync().ConfigureAwait(false)) is { } why) return why;
            await Task.Delay(50, at.Stop).ConfigureAwait(false);
        }
        return null;
    }

    private static async Task<string?> LooserAsync(ConformanceProbe at)
    {
        double before = await at.CeilingAsync().ConfigureAwait(false), tight = 0.997 * before;
        await at.SendAsync(Binding(at, "tight", tight)).ConfigureAwait(false);
        if (await AtMostAsync(at, tight).ConfigureAwait(false) is not null) return null;                    // C01 says so
        await at.SendAsync(Binding(at, "loose", 0.9985 * before) with { Priority = 0 }).ConfigureAwait(false);
        return await StaysAsync(at, 2 * at.Setting.Silence, now => now <= tight * (1 + 1e-9) ? null
            : FormattableString.Invariant($"the ceiling went up to {now} kW, above {tight}")).ConfigureAwait(false);
    }

    private static async Task<string?> BestEffortAsync(ConformanceProbe at)
    {
        double before = await at.CeilingAsync().ConfigureAwait(false);
        CoordinationMessage.Limit limit = Binding(at, "effort", 0.996 * before) with { IsBestEffort = true };
        if (AccessRules.Accepted(await at.SendAsync(limit).ConfigureAwait(false)) is { } why) return why;
        return await StaysAsync(at, 2 * at.Setting.Silence, now => now >= 0.9965 * before ? null
            : FormattableString.Invariant($"the firm ceiling fell to {now} kW")).ConfigureAwait(false);
    }

    private static async Task<string?> NeverRaisesAsync(ConformanceProbe at)
    {
        double before = await at.CeilingAsync().ConfigureAwait(false), level = 0.995 * before;
        await at.SendAsync(Guarded(at, "never", level, 0.9995 * before)).ConfigureAwait(false);
        if (await AtMostAsync(at, level).ConfigureAwait(false) is not null) return null;                    // C01 says so
        return await StaysAsync(at, 3 * at.Setting.Silence, now => now <= level * (1 + 1e-9) ? null
        : FormattableString.Invariant($"after silence the ceiling is {now} kW, above {level}")).ConfigureAwait(false);
    }

    private static async Task<string?> HeardAgainAsync(ConformanceProbe at)
    {
        double before = await at.CeilingAsync().ConfigureAwait(false), failSafe = 0.994 * before;
        await at.SendAsync(Guarded(at, "again", before, failSafe)).ConfigureAwait(false);
        if (await AtMostAsync(at, failSafe).ConfigureAwait(false) is not null) return null;                 // C04 says so
        return await at.UntilAsync(async () =>
        {
            await at.SendAsync(at.Heartbeat()).ConfigureAwait(false);
            double now = await at.CeilingAsync().ConfigureAwait(false);
            return now >= 0.9945 * before ? null : FormattableString.Invariant($"the ceiling stays at {now} kW although the speaker is heard");
        }).ConfigureAwait(false);
    }
}
