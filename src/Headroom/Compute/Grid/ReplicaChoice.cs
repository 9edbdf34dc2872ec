namespace Headroom.Compute;

/// <summary>How many accelerators serve one copy of the model.</summary>
public static class ReplicaChoice
{
    /// <summary>Largest replica that the fits were made for.</summary>
    public const int MostFitted = ReplicaSize.MostFitted;

    /// <summary>
    ///   The replica asked for; else the size with most tokens per rack without a cap; else, where none keeps the
    ///   targets, the largest power of two that one interconnect joins and the fits have seen. Memory is not looked at: <see cref="Holds"/>.
    /// </summary>
    public static int For(TokenQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.Accelerators ?? Best(question)?.Accelerators ?? LargestPower(
            Math.Min(question.Rack.AcceleratorsPerDomain, Math.Max(MostFitted, LeastToHold(question))));
    }

    /// <summary>Do the weights and one sequence fit?</summary>
    public static bool Holds(TokenQuestion question, int accelerators) => BatchMost(question, accelerators) >= 1;

    /// <summary>Most sequences that memory holds in the mean: (3), times the share of places taken.</summary>
    public static double BatchMost(TokenQuestion question, int accelerators)
    {
        ArgumentNullException.ThrowIfNull(question);
        return (question.Shape.UtilisationFraction ?? 1)
            * Roofline.BatchInMemory(question.Model, question.Rack.Accelerator, question.Shape, accelerators);
    }

    /// <summary>Fewest accelerators whose memory holds the weights, whatever joins them; for messages.</summary>
    public static int LeastToHold(TokenQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return ReplicaSize.FewestToHold(question.Rack, question.Model, question.Shape);
    }

    /// <summary>The size with most tokens per rack without a cap, and those tokens; null where none keeps the targets.</summary>
    public static (int Accelerators, int PerRack, double TokensPerSecond)? MostTokens(TokenQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        if (Best(question) is not { } best) return null;
        return (best.Accelerators, ReplicaSize.PerRack(question.Rack, best.Accelerators), TokensOf(question, best.Accelerators));
    }

    /// <summary>Tokens of the whole hardware without a cap in replicas of a size; 0 where it misses the targets.</summary>
    public static double TokensOf(TokenQuestion question, int accelerators)
    {
        ArgumentNullException.ThrowIfNull(question);
        var replica = Replica.Of(question.Model, question.Rack.Accelerator, question.Choice.Fit, question.Shape, accelerators);
        return CappedReplica.Of(replica, question.Rack.Accelerator.Tdp.Watts, question.Choice.Fit.BatchMost) is { } running
            ? ReplicaSize.PerRack(question.Rack, accelerators) * running.TokensPerSecond : 0;
    }

    private static Replica? Best(TokenQuestion question) => ReplicaSize.Best(
        question.Rack, question.Model, question.Shape, question.Choice.Fit, question.Choice.Fit.BatchMost);

    private static int LargestPower(int most)
    {
        int power = 1;
        while (2 * power <= most) power *= 2;
        return power;
    }
}
