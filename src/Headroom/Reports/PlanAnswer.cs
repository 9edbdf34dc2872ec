using Headroom.Sites;

namespace Headroom.Reports;

/// <summary>How planning ended. The world may say no; a caller handles every case.</summary>
public abstract record PlanAnswer
{
    PlanAnswer() { }

    /// <summary>A plan, with its gap.</summary>
    public sealed record Planned(PlanReport Report) : PlanAnswer;

    /// <summary>The site cannot do what is asked: which families cannot hold together, and what would relieve it.</summary>
    public sealed record Infeasible(IReadOnlyList<Conflict> Conflicts, ModelFigures Model) : PlanAnswer;

    /// <summary>The objective has no end; a cost or a limit is missing.</summary>
    public sealed record Unbounded(string Why) : PlanAnswer;

    /// <summary>Stopped by the user or by the clock before there was a plan.</summary>
    public sealed record Stopped(string Why) : PlanAnswer;
}

/// <summary>A family that had to give for the rest to hold.</summary>
/// <param name="Family">Its name in the model.</param>
/// <param name="Meaning">The family in plain English.</param>
/// <param name="ByHowMuch">The most it gives in one member, with unit.</param>
/// <param name="Members">In how many members it gives, such as hours.</param>
/// <param name="When">The member where it gives most, in words: "2027-08-14 21:00 UTC".</param>
/// <param name="Relief">What would relieve it.</param>
public sealed record Conflict(string Family, string Meaning, string ByHowMuch, int Members, string When, string Relief);
