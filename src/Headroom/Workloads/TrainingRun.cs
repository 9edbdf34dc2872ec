using Headroom.Compute;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;

namespace Headroom.Workloads;

/// <summary>Compute to deliver by a date.</summary>
public sealed record TrainingRun
{
    public required string Name { get; init; }
    public required Headroom.Quantities.Compute Amount { get; init; }

    /// <summary>First hour of the year in which it may run.</summary>
    public required int FirstHour { get; init; }

    /// <summary>First hour of the year in which it must be done.</summary>
    public required int EndHour { get; init; }
    public Precision Precision { get; init; } = Precision.Bf16;

    /// <summary>Share of the dense peak that the run reaches while it computes (model FLOP utilisation).</summary>
    public double UtilisationFraction { get; init; } = 0.40;

    /// <summary>Share of the time that is not lost to checkpoints and restarts.</summary>
    public double GoodputFraction { get; init; } = 0.90;

    /// <summary>Whether a plan over years runs it again in every later year; else once, in its own.</summary>
    public bool ComesBack { get; init; }

    /// <summary>Whether it may slow down and pause; if not, it runs at one rate from first hour to end.</summary>
    public bool MayPause { get; init; } = true;

    /// <summary>The only rack types that may run it; empty where any will do.</summary>
    public IReadOnlyList<string> Racks { get; init; } = [];

    /// <summary>Shape of its draw, second by second; null for <see cref="ShippedWaveforms.PreTrainingH100"/>. Its own nodes and power do not
    /// count.</summary>
    public TrainingWaveform? Waveform { get; init; }

    /// <summary>Failures that stop the run, per accelerator and hour.</summary>
    public double FailuresPerAcceleratorHour { get; init; } = YoungDaly.FailuresPerAcceleratorHour;

    /// <summary>Standstill per checkpoint; an estimate.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>From a failure to the first step; an estimate.</summary>
    public TimeSpan Restart { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The part of <see cref="Restart"/> until the failure is noticed; an estimate.</summary>
    public TimeSpan Detection { get; init; } = TimeSpan.FromSeconds(30);
}
