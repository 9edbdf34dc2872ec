using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What one rack gives and draws at each batch in flight, at one cap: straight lines between a few knots.</summary>
/// <remarks>
///   knots     b = 0, 1, then geometric to the batch of the operating point
///   X(b)      output tokens per second of one replica, from (1) and the cap law        TPOT = b/X(b)
///   F(b)      time to the first token without a wait for a place, (4)
///   P(b)      the rack at the IT boundary: idle at 0, the operating point's power at the last knot
///   Below one sequence per replica some replicas have one and the others none, so X and P run straight from 0 and idle.
///   Valid     lengths near those of the service's shape. X is concave, so the chords lie below it, by less than .5 %.
/// </remarks>
public sealed class ServingCurve
{
    /// <summary>Knots of every curve.</summary>
    public const int Knots = 32;

    /// <summary>Values by knot.</summary>
    internal readonly double[] batch = new double[Knots], tokens = new double[Knots];

    /// <inheritdoc cref="batch"/>
    internal readonly double[] firstSeconds = new double[Knots], watts = new double[Knots];

    internal ServingCurve(int replicas) => Replicas = replicas;

    /// <summary>Replicas in the rack.</summary>
    public int Replicas { get; }

    /// <summary>Most sequences in flight in one replica: those of the operating point.</summary>
    public double BatchMost => batch[^1];

    /// <summary>Output of the full rack.</summary>
    public TokenRate TokensMost => TokenRate.FromSi(Replicas * tokens[^1]);

    public Power Idle => Power.FromSi(watts[0]);
    public Power PowerMost => Power.FromSi(watts[^1]);

    /// <summary>Output, latency and power of a rack with a mean number of sequences in each replica.</summary>
    public RackServing At(double batchPerReplica)
    {
        double b = Math.Clamp(batchPerReplica, 0, batch[^1]);
        (int i, double share) = Between(b);
        double rate = On(tokens, i, share);
        return new(b, TokenRate.FromSi(Replicas * rate), TimeSpan.FromSeconds(b > 0 ? b / rate : batch[1] / tokens[1]),
            TimeSpan.FromSeconds(On(firstSeconds, i, share)), Power.FromSi(On(watts, i, share)));
    }

    /// <summary>Power of a rack that gives a share of its most tokens: idle at 0, the operating point's at 1.</summary>
    public Power PowerAt(double utilisationFraction)
    {
        double rate = Math.Clamp(utilisationFraction, 0, 1) * tokens[^1];
        (int low, int high) = (0, Knots - 1);
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (tokens[middle] <= rate) low = middle; else high = middle;
        }
        return Power.FromSi(On(watts, low, (rate - tokens[low]) / (tokens[high] - tokens[low])));
    }

    /// <summary>
    ///   Batch per replica at the end of a step in which all work is in flight: what was there and came, less what was served.
    /// </summary>
    /// <remarks>
    ///   b·o + Δt·X(b) = w        o   tokens left per sequence        w   tokens per replica, served or not
    ///   The implicit (backward Euler) step: right in equilibrium at any Δt, X = λ·o. More than <see cref="BatchMost"/> means that
    ///   not all work finds a place: then the last knot's batch plus one.
    /// </remarks>
    internal double BatchAfter(double tokensPerReplica, double tokensPerSequence, double seconds)
    {
        if (batch[^1] * tokensPerSequence + seconds * tokens[^1] < tokensPerReplica) return batch[^1] + 1;
        (int low, int high) = (0, Knots - 1);
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (batch[middle] * tokensPerSequence + seconds * tokens[middle] <= tokensPerReplica) low = middle; else high = middle;
        }
        double at = batch[low] * tokensPerSequence + seconds * tokens[low];
        double slope = (batch[high] - batch[low]) * tokensPerSequence + seconds * (tokens[high] - tokens[low]);
        return slope > 0 ? batch[low] + (batch[high] - batch[low]) * Math.Clamp((tokensPerReplica - at) / slope, 0, 1) : batch[low];
    }

    internal (int Knot, double Share) Between(double b)
    {
        (int low, int high) = (0, Knots - 1);
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (batch[middle] <= b) low = middle; else high = middle;
        }
        return (low, Math.Min(1, (b - batch[low]) / (batch[high] - batch[low])));
    }

    internal static double On(double[] values, int knot, double share) => values[knot] + share * (values[knot + 1] - values[knot]);
}

/// <summary>A rack at work.</summary>
/// <param name="Batch">Mean sequences in flight in each replica.</param>
/// <param name="FirstToken">Without a wait for a place.</param>
public readonly record struct RackServing(double Batch, TokenRate Tokens, TimeSpan TimePerToken, TimeSpan FirstToken, Power Power);
