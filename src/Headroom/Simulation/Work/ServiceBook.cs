using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>What became of a service's requests since the start.</summary>
public sealed class ServiceBook(string name, int tier)
{
    public string Name => name;
    public int Tier => tier;
    public WorkAmount Arrived { get; internal set; }
    public WorkAmount Served { get; internal set; }

    /// <summary>Turned away at the door.</summary>
    public WorkAmount Shed { get; internal set; }

    /// <summary>Given up after their window or patience.</summary>
    public WorkAmount Expired { get; internal set; }

    public WorkAmount Lost => Shed + Expired;

    /// <summary>Requests whose first token came within the target, in units of <see cref="WorkAmount"/>.</summary>
    public long FirstTokenInTimeUnits { get; internal set; }

    /// <summary>Tokens written at the target's pace, in units of <see cref="WorkAmount"/>.</summary>
    public long OutputInTimeUnits { get; internal set; }

    /// <summary>Waits for the first token, by requests that found a place.</summary>
    public LatencyHistogram FirstToken { get; } = new();

    /// <summary>Times per token, by tokens.</summary>
    public LatencyHistogram TimePerToken { get; } = new();

    /// <summary>Share of the requests that found a place whose first token came in time; 1 where there are none.</summary>
    public double FirstTokenAttainmentFraction => FirstToken.TotalUnits > 0 ? (double)FirstTokenInTimeUnits / FirstToken.TotalUnits : 1;

    /// <summary>Share of the tokens written at the target's pace; 1 where there are none.</summary>
    public double TokenAttainmentFraction => Served.OutputUnits > 0 ? (double)OutputInTimeUnits / Served.OutputUnits : 1;

    /// <summary>Share of the tokens asked for that is lost; the tier promises at most <see cref="PromisedFraction"/>.</summary>
    public double LostFraction => Arrived.OutputUnits > 0 ? (double)Lost.OutputUnits / Arrived.OutputUnits : 0;

    /// <summary>Most that the tier lets go.</summary>
    public double PromisedFraction => Service.FlexibleFraction(tier);

    public bool KeepsPromise => LostFraction <= PromisedFraction + 1e-12;
}
