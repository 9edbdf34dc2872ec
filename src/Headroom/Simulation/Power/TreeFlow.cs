using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>Power through a tree: one pass from the leaves to the meter, and the memory of every breaker.</summary>
public sealed class TreeFlow
{
    readonly DistributionTree tree;
    readonly double[] outputWatts, inputWatts, peakWatts, heatFraction, worstHeatFraction, firstShare, secondShare;
    readonly bool[] open, live;

    public TreeFlow(DistributionTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        this.tree = tree;
        int count = tree.Nodes.Count;
        (outputWatts, inputWatts, firstShare, secondShare) = (new double[count], new double[count], new double[count], new double[count]);
        peakWatts = new double[count];
        (heatFraction, worstHeatFraction, open, live) = (new double[count], new double[count], new bool[count], new bool[count]);
        Energise();
    }

    public ReadOnlySpan<double> InputWatts => inputWatts;

    /// <summary>The most that ever flowed into each node.</summary>
    public ReadOnlySpan<double> PeakInputWatts => peakWatts;

    /// <summary>State of the protections: 0 cold, 1 trips. Judges an excursion by its height and its length at once.</summary>
    public ReadOnlySpan<double> HeatFraction => heatFraction;

    /// <summary>The nearest each protection ever came to tripping.</summary>
    public ReadOnlySpan<double> WorstHeatFraction => worstHeatFraction;

    /// <summary>Nodes with power on their input. What hangs on a dead node draws nothing: callers feed it no load.</summary>
    public ReadOnlySpan<bool> Live => live;

    /// <summary>At the meter: the sum over the nodes without a parent.</summary>
    public Power Draw { get; private set; }

    /// <summary>Lost in the nodes, fixed draws included.</summary>
    public Power Losses { get; private set; }

    /// <summary>Opens or closes a node by hand, by event, or after a trip; a closed breaker starts cold.</summary>
    public void Switch(int node, bool closed)
    {
        open[node] = !closed;
        if (closed) heatFraction[node] = 0;
        Energise();
    }

    /// <summary>Powers of every node for loads at the nodes, in one pass.</summary>
    /// <param name="loadWatts">One for each node: what hangs on it directly, racks and other. Loads on dead nodes must be zero.</param>
    public void Compute(ReadOnlySpan<double> loadWatts)
    {
        if (loadWatts.Length != outputWatts.Length) throw new ArgumentException($"{outputWatts.Length} nodes, {loadWatts.Length} loads", nameof(loadWatts));
        loadWatts.CopyTo(outputWatts);
        double draw = 0, loads = 0;
        for (int i = outputWatts.Length - 1; i >= 0; i--)
        {
            if (!live[i])
            {
                Always.Holds(outputWatts[i] == 0, "a dead node feeds nothing");
                inputWatts[i] = 0;
                continue;
            }
            loads += loadWatts[i];
            double input = (outputWatts[i] + tree.FixedWatts[i]) / tree.EfficiencyFraction[i];
            inputWatts[i] = input;
            if (input > peakWatts[i]) peakWatts[i] = input;
            if (tree.Parent[i] < 0) draw += input;
            else outputWatts[tree.Parent[i]] += firstShare[i] * input;
            if (tree.Second[i] >= 0) outputWatts[tree.Second[i]] += secondShare[i] * input;
        }
        Draw = Power.FromSi(draw);
        Losses = Power.FromSi(LossesOfNodes());
        Always.Holds(Math.Abs(draw - loads - Losses.Watts) <= 1e-9 * Math.Abs(draw) + 1e-6, "what enters the tree is what leaves it and what it loses");
    }

    /// <summary>Moves the breakers' memories on; nodes that trip open. Returns how many did and writes them down.</summary>
    public int Protect(TimeSpan step, Span<int> tripped)
    {
        int count = 0;
        for (int i = 0; i < inputWatts.Length; i++)
        {
            if (open[i] || tree.Nodes[i].Breaker is not { } breaker) continue;
            if (heatFraction[i] == 0 && inputWatts[i] <= breaker.PickUpFraction * tree.RatingWatts[i]) continue;
            heatFraction[i] = breaker.HeatAfter(heatFraction[i], Power.FromSi(inputWatts[i]), Power.FromSi(tree.RatingWatts[i]), step);
            worstHeatFraction[i] = Math.Max(worstHeatFraction[i], heatFraction[i]);
            if (heatFraction[i] < 1) continue;
            open[i] = true;
            if (count < tripped.Length) tripped[count] = i;
            count++;
        }
        if (count > 0) Energise();
        return count;
    }

    /// <summary>The node whose rating is nearest, and how much it has left.</summary>
    public (int Node, Power Headroom) Tightest()
    {
        int tightest = 0;
        for (int i = 1; i < inputWatts.Length; i++)
            if (inputWatts[i] / tree.RatingWatts[i] > inputWatts[tightest] / tree.RatingWatts[tightest]) tightest = i;
        return (tightest, Power.FromSi(tree.RatingWatts[tightest] - inputWatts[tightest]));
    }

    double LossesOfNodes()
    {
        double losses = 0;
        for (int i = 0; i < inputWatts.Length; i++) if (live[i]) losses += inputWatts[i] - outputWatts[i];
        return losses;
    }

    void Energise()
    {
        for (int i = 0; i < live.Length; i++)
        {
            bool first = tree.Parent[i] < 0 || live[tree.Parent[i]], second = tree.Second[i] >= 0 && live[tree.Second[i]];
            live[i] = !open[i] && (first || second);
            secondShare[i] = !second ? 0 : first ? tree.SecondShare[i] : 1;
            firstShare[i] = first ? 1 - secondShare[i] : 0;
        }
    }
}
