using System.Text;
using Headroom.Protocols.Coordination;

namespace Headroom.TestKit.Conformance;

/// <summary>What a site tells upward: state, offers, orders, evidence.</summary>
internal static class UpwardRules
{
    public static IReadOnlyList<ConformanceRule> All { get; } =
    [
        new("U01", "State", "Headroom is ceiling less import, and draw is never negative", async at =>
        {
            SiteState state = await at.AnswerAsync<SiteState>("state").ConfigureAwait(false);
            if (state.DrawKilowatts < 0) return FormattableString.Invariant($"draw is {state.DrawKilowatts} kW");
            if (state is not { CeilingKilowatts: { } ceiling, ImportKilowatts: { } import }) return null;
            return state.HeadroomKilowatts is { } headroom && Math.Abs(headroom - (ceiling - import)) <= 1e-6 * Math.Abs(ceiling) + 1e-3
                ? null
                : FormattableString.Invariant($"headroom is {state.HeadroomKilowatts} kW; {ceiling} − {import} = {ceiling - import}");
        }),
        new("U02", "Offer", "Offers state cut, notice, ramp, duration, rebound, confidence, cost and what binds, and they add up",
        async at =>
        {
            OfferList list = await at.AnswerAsync<OfferList>("offers").ConfigureAwait(false);
            if (list.Offers is null) return "no list";
            return list.Offers.Select(Wrong).FirstOrDefault(why => why is not null);
        }),
        new("U03", "Order", "The latest orders can be read", async at =>
            (await at.AnswerAsync<OrderWords>("orders").ConfigureAwait(false)) is { Kind: "order", Orders.Count: > 0 } ? null
            : "no order, not even the site's ceiling"),
        new("U04", "Evidence", "The stream carries the acknowledgement of every limit as evidence", async at =>
        {
            CoordinationMessage.Limit limit = at.Loose();
            IReadOnlyList<EvidenceLink> links = await EvidenceAsync(at, [limit], one => Names(one, limit)).ConfigureAwait(false);
            return links.Any(one => Names(one, limit)) ? null : $"no evidence of {limit.Name}";
        }),
        new("U05", "Evidence", "Every link of evidence holds the hash of the one before", async at =>
        {
            CoordinationMessage.Limit first = at.Loose("a"), second = at.Loose("b");
            IReadOnlyList<EvidenceLink> links = await EvidenceAsync(at, [first, second], one => Names(one, second)).ConfigureAwait(false);
            for (int k = 0; k < links.Count; k++)
            {
                if (!links[k].Follows(k == 0 ? links[0].Previous : links[k - 1].Hash)) return $"link {links[k].Sequence} does not follow";
                if (k > 0 && links[k].Sequence != links[k - 1].Sequence + 1) return $"link {links[k].Sequence} follows {links[k - 1].Sequence}";
            }
            return null;
        }),
        new("U06", "State", "The stream carries the state", async at =>
        {
            IReadOnlyList<(string Event, string Data)> events = await at.StreamAsync(() => Task.CompletedTask, all =>
                all.Any(one => one.Event == "state")).ConfigureAwait(false);
            return events.Any(one => one.Event == "state" && CoordinationAnswer.Read<SiteState>(Encoding.UTF8.GetBytes(one.Data),
                out _) is not null) ? null : "no state came";
        }),
    ];

    private static bool Names(EvidenceLink link, CoordinationMessage.Limit limit) =>
        CoordinationAnswer.Read<Acknowledgement>(Encoding.UTF8.GetBytes(link.Body), out _) is { } answer && answer.Name == limit.Name
        && answer.Source == limit.Source;

    private static async Task<IReadOnlyList<EvidenceLink>> EvidenceAsync(ConformanceProbe at, CoordinationMessage.Limit[] limits,
        Func<EvidenceLink, bool> isLast)
    {
        static IEnumerable<EvidenceLink> Links(IEnumerable<(string Event, string Data)> events) =>
            events.Where(one => one.Event == "evidence").Select(one =>
            CoordinationAnswer.Read<EvidenceLink>(Encoding.UTF8.GetBytes(one.Data), out _)).OfType<EvidenceLink>();
        IReadOnlyList<(string, string)> all = await at.StreamAsync(async () =>
        {
            foreach (CoordinationMessage.Limit limit in limits) await at.SendAsync(limit).ConfigureAwait(false);
        }, events => Links(events).Any(isLast)).ConfigureAwait(false);
        return [.. Links(all)];
    }

    private static string? Wrong(OfferWords one)
    {
        if (one.CutKilowatts < 0 || one.NoticeSeconds < 0 || one.DurationSeconds <= 0 || one.RampDownSeconds < 0
            || one.RampUpSeconds < 0) return $"a negative quantity in {one}";
        if (Math.Abs(one.BaselineKilowatts - one.CutKilowatts - one.LevelKilowatts) > 1e-6 * Math.Abs(one.BaselineKilowatts) + 1e-3)
            return $"level is not baseline less cut in {one}";
        if (one.RampDownSeconds > one.NoticeSeconds + 1e-3) return $"its ramp is longer than its notice in {one}";
        if (one.Confidence is < 0 or > 1) return $"a confidence of {one.Confidence}";
        if (one.Cost.TokensByTier is not { Count: 4 } tiers
            || Math.Abs(tiers.Sum() - one.Cost.Tokens) > 1e-6 * Math.Abs(one.Cost.Tokens) + 1e-3) return $"tokens of four tiers do not add up in {one}";
        double total = one.Cost.LostTokensDollars + one.Cost.DelayedDollars + one.Cost.WearDollars + one.Cost.FuelDollars - one.Cost.SavedDollars;
        if (Math.Abs(total - one.Cost.TotalDollars) > 1e-6 * Math.Abs(total) + 1e-3) return $"costs do not add up in {one}";
        return CoordinationWords.Bindings.Contains(one.Binding.Kind) ? null : $"it is bound by \"{one.Binding.Kind}\"";
    }
}
