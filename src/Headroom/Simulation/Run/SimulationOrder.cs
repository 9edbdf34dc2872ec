using System.Globalization;
using Headroom.Compute;
using Headroom.Control;
using Headroom.Simulation.Rules;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary><see cref="AheadPlanner.Plan"/> with a solver, which this layer does not know.</summary>
public delegate AheadAnswer LookAhead(AheadInputs inputs, TimeSpan madeAt);

/// <summary>What is to be simulated.</summary>
public sealed record SimulationOrder
{
    public required Site Site { get; init; }
    public required PlannedYear Plan { get; init; }

    /// <summary>Null: nothing happens that the plan does not know.</summary>
    public Scenario? Scenario { get; init; }

    /// <summary>What goes wrong between the site and its controller; null: nothing does.</summary>
    public Faults? Faults { get; init; }

    /// <summary>Hour of the year with which the run begins.</summary>
    public int FirstHour { get; init; }
    public TimeSpan Length { get; init; } = TimeSpan.FromHours(24);

    /// <summary>A tenth of a second to a minute, and a minute is a whole number of them.</summary>
    public TimeSpan Step { get; init; } = TimeSpan.FromSeconds(1);
    public ulong Seed { get; init; } = 1;

    /// <summary>Without chance and waves: hourly means, as the plan saw them.</summary>
    public bool IsSteady { get; init; }
    public IReadOnlyList<RulePack> Rules { get; init; } = [];
    public IFrontierModel Frontiers { get; init; } = new DefaultFrontier();

    /// <summary>Looks ahead for policies that follow it; null: nobody does, and they go by the plan.</summary>
    public LookAhead? Ahead { get; init; }

    /// <summary>What changes power and how late, as the catalog has it; null: caps as <see cref="CapActuator"/> knows them, and nobody judges notices.</summary>
    public ActuatorFacts? Actuators { get; init; }

    /// <summary>The racks that stand are at most so many rows; more are simulated in groups.</summary>
    public int RowsMost { get; init; } = 2048;

    internal DateTime StartUtc => Site.Year.StartOf(FirstHour);
    internal int LastHour => Math.Min(Site.Year.Hours, FirstHour + (int)Math.Ceiling(Length.TotalHours)) - 1;

    /// <summary>Hours of the plan at a moment of the run.</summary>
    /// <param name="passage">From hour to hour: <see cref="Passage"/>, which looks at every hour and is asked once.</param>
    internal HourBlend BlendAt(TimeSpan at, TimeSpan passage) => HourBlend.At(TimeSpan.FromHours(FirstHour) + at, passage, FirstHour, LastHour);

    private const double PassageSeconds = 900;

    /// <summary>A quarter of an hour from hour to hour, longer where the grid's ramp asks for it: hourly steps are the plan's, not the site's.</summary>
    internal TimeSpan Passage()
    {
        double most = 0;
        if (Plan.GridInjectionMegawatts is { } import)
            for (int t = FirstHour + 1; t <= LastHour; t++) most = Math.Max(most, Math.Abs(import[t] - import[t - 1]));
        double seconds = Site.Grid?.RampLimit is { } ramp ? 1.25e6 * most / ramp.WattsPerSecond : 0;
        return TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(seconds / 60) * 60, PassageSeconds, 3600));
    }

    /// <summary>Everything that keeps it from being simulated.</summary>
    public IReadOnlyList<Finding> Check()
    {
        List<Finding> findings = [];
        if (Step < Heat.StepLeast || Step > Heat.StepMost || TimeSpan.TicksPerMinute % Step.Ticks != 0)
            findings.Add(Wrong("--step", string.Create(CultureInfo.InvariantCulture, $"{Step.TotalSeconds} s"), "0.1 s to 60 s, of which a minute is a whole number", "Take 1s, 0.1s or 10s."));
        if (FirstHour < 0 || FirstHour >= Site.Year.Hours)
            findings.Add(Wrong("--from", $"hour {FirstHour}", $"a moment of {Site.Year.Year}", "Choose a day of the planned year."));
        if (Length < TimeSpan.FromMinutes(1) || Length.Ticks % TimeSpan.TicksPerMinute != 0)
            findings.Add(Wrong("--for", $"{Length}", "whole minutes, at least one", "Take 24h."));
        else if (FirstHour * TimeSpan.TicksPerHour + Length.Ticks > Site.Year.Hours * TimeSpan.TicksPerHour)
            findings.Add(Wrong("--for", string.Create(CultureInfo.InvariantCulture, $"{Length.TotalHours:0.##} h from {StartUtc:yyyy-MM-dd HH:mm} on"), $"an end within {Site.Year.Year}",
                "Begin earlier or simulate less: the plan ends with its year."));
        return findings;
    }

    private static Finding Wrong(string path, string read, string expected, string remedy) => new(Severity.Wrong, path, read, expected, remedy);
}
