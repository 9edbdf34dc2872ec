using System.Numerics;

namespace Headroom.Compute;

/// <summary>How many accelerators one replica takes, and how many replicas a rack holds.</summary>
internal static class ReplicaSize
{
    /// <summary>Largest replica the fits were made for.</summary>
    public const int MostFitted = 8;

    /// <summary>
    ///   Of the powers of two that hold the weights and meet the latency without a cap, the one with most tokens per
    ///   rack; the smallest of equals. Beyond what the fits have seen only where nothing smaller will do. Null where
    ///   none does.
    /// </summary>
    public static Replica? Best(RackType rack, Model model, ServingShape shape, ServingFit fit, double batchMost)
    {
        Replica? best = null;
        double mostTokens = 0;
        for (int G = 1; G <= rack.AcceleratorsPerDomain; G *= 2)
        {
            if (G > MostFitted && best is not null) break;
            var replica = Replica.Of(model, rack.Accelerator, fit, shape, G);
            if (CappedReplica.Of(replica, rack.Accelerator.Tdp.Watts, batchMost) is not { } running) continue;
            double tokens = PerRack(rack, G) * running.TokensPerSecond;
            if (tokens <= mostTokens * (1 + 1e-9)) continue;
            (best, mostTokens) = (replica, tokens);
        }
        return best;
    }

    /// <summary>Replicas in a rack; accelerators of a domain left over stay idle.</summary>
    public static int PerRack(RackType rack, int acceleratorsPerReplica) =>
        rack.Accelerators / rack.AcceleratorsPerDomain * (rack.AcceleratorsPerDomain / acceleratorsPerReplica);

    /// <summary>Fewest accelerators whose memory holds the weights, whatever the domain.</summary>
    public static int FewestToHold(RackType rack, Model model, ServingShape shape)
    {
        double usable = Roofline.UsableMemory(rack.Accelerator).Bytes;
        return (int)Math.Ceiling(model.Weights(shape.Precision).Bytes / usable);
    }

    /// <summary>Smallest power of two whose memory holds the weights, whatever the domain; for messages.</summary>
    public static int LeastToHold(RackType rack, Model model, ServingShape shape) =>
        (int)BitOperations.RoundUpToPowerOf2((uint)FewestToHold(rack, model, shape));
}
