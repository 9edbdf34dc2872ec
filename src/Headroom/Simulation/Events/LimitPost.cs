using Headroom.Compute.Waveforms;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>A message on its way.</summary>
internal readonly record struct Letter(TimeSpan At, LimitMessage Message);

/// <summary>Carries the limits of a scenario to the controller, each as a message of its authority at the moment it is announced.</summary>
/// <remarks>The loss of a grid is no message: nobody announces it, and the voltage tells.</remarks>
internal sealed class LimitPost
{
    private readonly Letter[] letters;
    private readonly Dictionary<LimitCourse, LimitSource> sources = [];
    private readonly Dictionary<LimitSource, LimitReach> reaches = [];
    private int next;

    public LimitPost(EventTimeline timeline, Faults? faults = null, TimeSpan length = default)
    {
        IEnumerable<Letter> sent = timeline.Limits.Where(course => course.Limit.Name != TimelineCompiler.GridLossName)
            .Select((course, k) => new Letter(course.Announced, Announcing(course, k)));
        if (faults?.Post is { } post) sent = new FaultyPost(post, new(faults.Seed ^ 0x9057), length).Carried([.. sent]);
        letters = [.. sent.OrderBy(one => one.At)];
    }

    private LimitMessage Announcing(LimitCourse course, int k)
    {
        LimitMessage message = LimitMessage.Announcing(course, $"scenario/{k + 1}");
        sources[course] = message.Source;
        return message;
    }

    /// <summary>Whether the notice of a limit was enough, as the controller answered when it took it first; null where it did not say.</summary>
    public LimitReach? ReachOf(LimitCourse course) => sources.TryGetValue(course, out LimitSource source) ? reaches.GetValueOrDefault(source) : null;

    /// <summary>What the controller answered; kept where messages go wrong.</summary>
    public Action<LimitReceipt, TimeSpan>? Answered { get; set; }

    /// <summary>Hands over what has come by now; what was announced before the run began is known from its start.</summary>
    /// <param name="clock">What the controller takes for now.</param>
    public void Deliver(TimeSpan now, TimeSpan clock, Controller controller)
    {
        for (; next < letters.Length && letters[next].At <= now; next++)
        {
            LimitReceipt receipt = controller.Receive(letters[next].Message, clock);
            if (receipt.Reach is { } reach) reaches.TryAdd(receipt.Message.Source, reach);
            Answered?.Invoke(receipt, now);
        }
    }
}

/// <summary>Loses, delays, repeats and contradicts messages.</summary>
internal sealed class FaultyPost(PostFaults faults, SplitMix chance, TimeSpan length)
{
    private const int DrawsPerLetter = 32;

    public IEnumerable<Letter> Carried(IReadOnlyList<Letter> sent)
    {
        List<Letter> carried = [];
        for (int k = 0; k < sent.Count; k++) Carry(sent[k], (ulong)(k * DrawsPerLetter), carried);
        if (faults.Silence is { } silence)
            foreach (Letter one in sent) Beats(one.Message.Source, silence, carried);
        return carried;
    }

    private double Draw(ulong counter) => chance.UniformFraction(counter);

    private void Carry(Letter letter, ulong counter, List<Letter> carried)
    {
        LimitMessage message = letter.Message with { Silence = faults.Silence };
        TimeSpan Sometime(ulong k) => letter.At + Draw(counter + k) * (length - (letter.At > TimeSpan.Zero ? letter.At : TimeSpan.Zero));
        LimitEvent limit = message.Limit!;
        Power level = limit.Level ?? limit.BaselineShare.GetValueOrDefault(1) * limit.Baseline.GetValueOrDefault();
        LimitMessage Other(ulong k) => message with { Limit = limit with { Level = (0.5 + Draw(counter + k)) * level, BaselineShare = null } };
        TimeSpan at = Draw(counter) <= faults.LateFraction ? letter.At + Draw(counter + 1) * faults.LateMost : letter.At;
        if (Draw(counter + 2) > faults.LostFraction) carried.Add(new(at, message));
        for (ulong copy = 0; copy < 3; copy++)
            if (Draw(counter + 3 + copy) <= faults.RepeatedFraction) carried.Add(new(Sometime(6 + copy), message));
        if (Draw(counter + 9) <= faults.ContradictedFraction) carried.Add(new(Sometime(10), Other(11)));
        TimeSpan later = Sometime(12);
        if (Draw(counter + 13) <= faults.CancelledFraction)
            carried.Add(new(later + Draw(counter + 14) * faults.LateMost, LimitMessage.Cancel(message.Source, new(later), message.Name)));
        later = Sometime(15);
        if (Draw(counter + 16) <= faults.ReplacedFraction) carried.Add(new(later + Draw(counter + 17) * faults.LateMost, Other(18) with { Stamp = new(later) }));
    }

    private void Beats(LimitSource source, LimitSilence silence, List<Letter> carried)
    {
        for (TimeSpan at = TimeSpan.Zero; at < length; at += silence.Interval / 2)
            if (at < faults.QuietFrom || at >= faults.QuietUntil) carried.Add(new(at, LimitMessage.Heartbeat(source, new(at, 1))));
    }
}
