using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>A replica at one cap and one batch: plain numbers, so that a grid of them is an array.</summary>
/// <param name="CapWatts">Cap of one board.</param>
/// <param name="Batch">Mean number of sequences decoding at once.</param>
/// <param name="TokensPerSecond">Output of the replica.</param>
/// <param name="TokenSeconds">Time per output token of one user, cap included.</param>
/// <param name="FirstTokenSeconds">Mean wait for the first token, cap and queue included.</param>
/// <param name="BoardWatts">Draw of one board.</param>
/// <param name="UncappedWatts">What one board would draw without the cap.</param>
/// <param name="Binds">What keeps it from more, latency target and memory limit aside.</param>
public readonly record struct ReplicaPoint(
    double CapWatts, double Batch, double TokensPerSecond, double TokenSeconds, double FirstTokenSeconds,
    double BoardWatts, double UncappedWatts, Binding Binds)
{
    /// <summary>Output tokens of the replica.</summary>
    public TokenRate Tokens => TokensPerSecond.TokensPerSecond;
    /// <summary>Draw of one board.</summary>
    public Power Board => Power.FromSi(BoardWatts);
    /// <summary>Latency as users feel it.</summary>
    public Latency Latency =>
        new(TimeSpan.FromSeconds(TokenSeconds), TimeSpan.FromSeconds(FirstTokenSeconds), Batch);

    /// <summary>Do both latencies keep the targets of a shape?</summary>
    public bool Meets(ServingShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return TokenSeconds <= shape.TimePerTokenMost.TotalSeconds
            && FirstTokenSeconds <= shape.TimeToFirstTokenMost.TotalSeconds;
    }

    /// <summary>The point at a cap and a batch, from (1), (4), (6) and the cap law. Allocates nothing.</summary>
    public static ReplicaPoint At(Replica replica, double capWatts, double batch)
    {
        ArgumentNullException.ThrowIfNull(replica);
        (StepCost cost, ServingShape shape, Accelerator part) = (replica.Cost, replica.Shape, replica.Accelerator);
        double free = Roofline.StepSeconds(cost, batch);
        double uncapped = AcceleratorPower.UncappedWatts(replica, batch, free);
        double arithmetic = Roofline.ArithmeticShare(cost, batch, free);
        double step = free * CapLaw.StretchFactor(capWatts, uncapped, part, arithmetic);
        double gained = shape.Speculation.AcceptanceLength;
        double first = FirstToken(replica, capWatts, batch, step);
        if (shape.UtilisationFraction is { } utilisation)
            first += Queue.WaitSeconds(batch / utilisation, utilisation, first + shape.Output.Tokens * step / gained);
        return new(
            capWatts, batch, gained * batch / step, step / gained, first, Math.Min(capWatts, uncapped), uncapped,
            capWatts < uncapped ? Binding.Cap : LargestPart(cost, batch, free, arithmetic));
    }

    /// <summary>(4), with prefill stretched by (7a) from its own draw.</summary>
    private static double FirstToken(Replica replica, double capWatts, double batch, double stepSeconds)
    {
        Accelerator part = replica.Accelerator;
        double busy = AcceleratorPower.BusyShareOfTdp * part.Tdp.Watts;
        double slower = CapLaw.StretchFactor(capWatts, busy, part, arithmeticShare: 1) - 1;
        return Roofline.FirstTokenSeconds(replica, batch, stepSeconds)
            + slower * replica.Cost.PromptSeconds * (1 + replica.Fit.QueueFactor * Math.Sqrt(batch));
    }

    private static Binding LargestPart(in StepCost cost, double batch, double step, double arithmeticShare)
    {
        double overhead = cost.OverheadSeconds / step;
        double moved = 1 - overhead - arithmeticShare;
        return arithmeticShare >= moved && arithmeticShare >= overhead ? Binding.Compute
            : moved >= overhead ? Binding.Bandwidth : Binding.Latency;
    }
}
