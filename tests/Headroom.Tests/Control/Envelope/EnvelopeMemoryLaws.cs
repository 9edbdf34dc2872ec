using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>What is remembered is all there is: who goes on from it does the same to the last bit.</summary>
public sealed class EnvelopeMemoryLaws
{
    private const int Beats = 60;
    private static readonly Gen<int> anySeed = Gen.Int[0, 1_000_000_000];

    private static Envelope Of() => AnyHistory.Envelope();

    private static Envelope Restored(EnvelopeMemory memory)
    {
        Envelope envelope = Of();
        envelope.TakeOver(memory);
        envelope.WasGone = false;
        return envelope;
    }

    [Fact]
    public void A_restart_at_any_beat_goes_on_to_the_last_bit() => Gen.Select(anySeed, Gen.Int[1, Beats - 1]).Sample((seed, at) =>
    {
        Observation[] seen = AnyHistory.Of(seed, Beats), again = AnyHistory.Of(seed, Beats);
        Envelope straight = Of(), restarted = Of();
        for (int beat = 0; beat < Beats; beat++)
        {
            if (beat == at) restarted = Restored(restarted.Memory!);
            Assert.Equal(straight.Told(seen[beat]), restarted.Told(again[beat]));
        }
    }, iter: 150, threads: 1);

    [Fact]
    public void What_is_remembered_of_shares_is_a_share_from_which_there_is_a_way_back() => Gen.Select(anySeed, Gen.Bool, Gen.Bool).Sample((seed, takesOver, hasRacks) =>
    {
        Envelope envelope = Of();
        if (takesOver) envelope.TakeOver();
        foreach (Observation seen in AnyHistory.Of(seed, 10))
        {
            seen.BankShares = [0, 0.5, 1, 3];
            if (!hasRacks) seen.Services[0] = Service(0, 0, full: 0);
            envelope.Beat(seen, AnyHistory.Banks);
            EnvelopeMemory memory = envelope.Memory!;
            foreach (double share in (double[])[.. memory.Slow, .. memory.Ordered, .. memory.BankShare, .. memory.Coolant!.Share]) Assert.InRange(share, 0.02, 1);
        }
    }, iter: 100, threads: 1);

    public static TheoryData<string> Parts() => ["coolant share", "coolant", "air", "over", "settles", "rounds", "idle", "crest", "gates", "late", "orders", "follows", "on the way"];

    /// <summary>A part that was of another site, one longer or one shorter, is as good as none: the rest counts.</summary>
    [Theory, MemberData(nameof(Parts))]
    public void A_part_that_is_of_another_site_is_left_out(string part)
    {
        for (int seed = 0; seed < 6; seed++)
            foreach (bool longer in (bool[])[true, false])
            {
                EnvelopeMemory memory = MemoryOf(seed), without = Without(memory, part);
                Observation[] seen = AnyHistory.Of(seed + 100, 20), again = AnyHistory.Of(seed + 100, 20);
                Envelope foreign = Restored(With(memory, part, longer)), none = Restored(without);
                for (int beat = 0; beat < seen.Length; beat++) Assert.Equal(none.Told(seen[beat]), foreign.Told(again[beat]));
            }
    }

    private static EnvelopeMemory MemoryOf(int seed)
    {
        Envelope envelope = Of();
        foreach (Observation seen in AnyHistory.Of(seed, 30)) envelope.Beat(seen, AnyHistory.Banks);
        return envelope.Memory!;
    }

    private static IReadOnlyList<T> Other<T>(IReadOnlyList<T> all, bool longer) => longer ? [.. all, all[^1]] : [.. all.Take(all.Count - 1)];

    private static EnvelopeMemory With(EnvelopeMemory memory, string part, bool longer) => part switch
    {
        "coolant share" => memory with { Coolant = memory.Coolant! with { Share = Other(memory.Coolant.Share, longer) } },
        "coolant" => memory with { Coolant = memory.Coolant! with { Coolant = Other(memory.Coolant.Coolant, longer) } },
        "air" => memory with { Coolant = memory.Coolant! with { Air = Other(memory.Coolant.Air, longer) } },
        "over" => memory with { Off = memory.Off! with { Over = Other(memory.Off.Over, longer) } },
        "settles" => memory with { Off = memory.Off! with { Settles = Other(memory.Off.Settles, longer) } },
        "rounds" => memory with { Off = memory.Off! with { Rounds = Other(memory.Off.Rounds, longer) } },
        "idle" => memory with { FeedIdle = Other(memory.FeedIdle!, longer) },
        "crest" => memory with { FeedCrest = Other(memory.FeedCrest, longer) },
        "follows" => memory with { Work = memory.Work! with { Follows = Other(memory.Work.Follows, longer) } },
        "on the way" => memory with { SharesOnTheWay = Other(memory.SharesOnTheWay, longer) },
        "gates" => memory with { Work = memory.Work! with { Gates = Other(memory.Work.Gates, longer), Recent = Other(memory.Work.Recent, longer) } },
        "late" => memory with { Work = memory.Work! with { Late = Other(memory.Work.Late, longer), Enforced = Other(memory.Work.Enforced, longer) } },
        _ => memory with { Work = memory.Work! with { RunOrders = Other(memory.Work.RunOrders, longer) } },
    };

    /// <summary>As an envelope that never had this part would remember it.</summary>
    private static EnvelopeMemory Without(EnvelopeMemory memory, string part)
    {
        WorkMemory work = memory.Work!;
        return part switch
        {
            "coolant share" or "coolant" or "air" => memory with { Coolant = null },
            "over" or "settles" or "rounds" => memory with { Off = null },
            "idle" => memory with { FeedIdle = null },
            "crest" => memory with { FeedCrest = [] },
            "follows" => memory with { Work = work with { Follows = [] } },
            "on the way" => memory with { SharesOnTheWay = [] },
            "gates" => memory with
            {
                Work = work with { Gates = [.. work.Gates.Select(_ => Endless)], Recent = [.. work.Recent.Select(_ => default(Power))] },
            },
            _ => memory with { Work = work with { Late = [], RunOrders = [], Enforced = [] } },
        };
    }
}
