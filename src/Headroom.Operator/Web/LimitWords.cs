using System.ComponentModel;

namespace Headroom.Operator.Web;

/// <summary>What a limit may say over HTTP, for the OpenAPI document; <see cref="LimitRequest"/> reads it.</summary>
internal sealed record LimitAsked
{
    [Description("1 to 100 characters; a later limit of the same name and caller replaces it.")]
    public required string Name { get; init; }

    [Description("What import may reach, with its unit: 30 MW.")]
    public required string Level { get; init; }

    [Description("A node of the power tree; the whole site unless stated.")]
    public string? Feed { get; init; }

    [Description("Start, RFC 3339; from the moment at which it is taken unless stated.")]
    public DateTimeOffset? From { get; init; }

    [Description("End of the level, RFC 3339; not beside hold. Without either it holds until it is cancelled.")]
    public DateTimeOffset? Until { get; init; }

    [Description("How long the level holds once it is reached, with its unit: 3 h.")]
    public string? Hold { get; init; }

    [Description("How long import takes to come down from what is drawn, and to go back up: 15 min.")]
    public string? Ramp { get; init; }

    [Description("How long after it import stays at or below what was drawn before, and not below the level: 1 h.")]
    public string? Recovery { get; init; }

    [Description("true unless stated; false: as far as it costs no promise.")]
    public bool? Firm { get; init; }

    [Description("Smaller is more important; 1 unless stated.")]
    public int? Priority { get; init; }
}

/// <summary>What the controller answers to a message, for the OpenAPI document; <see cref="SiteJson.Receipt"/> writes it.</summary>
internal sealed record LimitAnswered
{
    public required string Name { get; init; }

    [Description("Accepted, Repeated, Superseded, Contradicted or Refused.")]
    public required string Outcome { get; init; }

    [Description("Which rule it breaks, where it was refused.")]
    public string? Refusal { get; init; }

    [Description("Why, where something has to be said.")]
    public string? Why { get; init; }
    public required DateTimeOffset Received { get; init; }

    [Description("How long after the start of its ramp it became known; 0 in time.")]
    public required double LateBySeconds { get; init; }

    [Description("Whether actuators can meet it from the notice given; left out where nobody judged.")]
    public bool? InTime { get; init; }
    public string? NotInTimeBecause { get; init; }
}
