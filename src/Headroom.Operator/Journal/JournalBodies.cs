using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Journal;

/// <summary>A process took over: everything that replay needs, so that a journal explains itself.</summary>
/// <param name="Version">Of Headroom.</param>
/// <param name="From">What it went on from; null for a controller that begins.</param>
/// <param name="Paused">Who was paused then.</param>
/// <param name="Holder">Which process, and the token of its lease.</param>
/// <param name="PublicKey">With which reports of this site are signed; PEM.</param>
public sealed record OpenedBody(
    string Version, SiteFacts Site, ControlFacts Facts, LimitBookSetting Limits, string Policy, double PolicyMarginFraction, double MarginFraction,
    ControllerSnapshot? From, IReadOnlyList<bool> Paused, string Holder, long LeaseToken, string PublicKey);

/// <summary>A message as it was handed to the controller, and as it came.</summary>
/// <param name="Now">What the clock said; the controller is asked with this.</param>
public sealed record MessageBody(LimitMessage Message, TimeSpan Now, string Channel, string Peer, string? Subject, byte[] Raw);

/// <summary>What the controller answered to the entry before.</summary>
/// <param name="Reach">Which actuators meet it, or why none does; a sentence, empty where nobody knows.</param>
public sealed record ReceiptBody(string Name, LimitSource Source, LimitOutcome Outcome, LimitRefusal? Refusal, string Why, TimeSpan LateBy, bool Contradicts, string Reach);

/// <summary>A look ahead that is followed from the next beat on.</summary>
public sealed record AheadBody(AheadPlan Plan);

/// <summary>One beat: readings, orders, and what the envelope changed.</summary>
public sealed record BeatBody(Observation Seen, Orders Orders, IReadOnlyList<Change> Changes, BeatFigures Figures);

/// <summary>Figures of a beat that reports need.</summary>
/// <param name="Ceiling">Least firm ceiling on import at this beat.</param>
/// <param name="SiteEnergy">A counter.</param>
public sealed record BeatFigures(Power Ceiling, Power Draw, IReadOnlyList<ServiceCount> Services, Energy SiteEnergy);

/// <summary>Counters of a service.</summary>
/// <param name="Tokens">Output tokens served.</param>
/// <param name="Lost">Output tokens turned away or lost.</param>
public readonly record struct ServiceCount(string Name, int Tier, TokenCount Tokens, TokenCount Lost);

/// <summary>Something heard or sent.</summary>
public sealed record NoteBody(string Channel, string Peer, string? Subject, string What, bool IsSent, byte[] Raw);

public sealed record HappeningBody(string Severity, string What);

public sealed record ClosedBody(string Why);
