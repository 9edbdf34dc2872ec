using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Headroom's own: what is short is divided so that the weighted tokens are the most, tier by tier.</summary>
/// <remarks>
///   Sources and training as in <see cref="PlanFollower"/>: batteries and plants first, then runs that may pause. Then, for services
///   needed = Σ asked·j        j   energy of a token above idle, as it is measured under the caps in force
///   needed ≤ room             nothing is lost
///   needed &gt; room          the room is divided exactly (<see cref="WorthDivision"/>): first what each tier is promised, tiers 0, 1, 2, 3; then what
///                             tiers 1, 2, 3 may lose; then work that may wait; within a rank where a watt gives the most weighted tokens
///   Only what is measured decides what is let in. Caps are left to the envelope: lower ones would save energy per token, but operating points stand at
///   their latency targets, and what is served late is worth nothing (tried: docs/decisions/0018).
/// </remarks>
/// <param name="marginFraction">Share of a ceiling that stays free for noise.</param>
public sealed class HeadroomPolicy(double marginFraction) : PlanFollower(marginFraction)
{
    /// <summary>A cut of less than this share is rounding; a door that is not needed sheds crowds of seconds.</summary>
    private const double CutLeast = 1e-6;
    private double[] needed = [];
    private TokenRate[] given = [];
    private readonly WorthDivision division = new();

    public override string Name => "headroom";

    public override bool LooksAhead => true;

    public override IPolicy Anew() => new HeadroomPolicy(MarginFraction);

    private protected override void Serve(Observation seen, Orders orders, Power room)
    {
        int count = seen.Services.Length;
        if (needed.Length != count) (needed, given) = (new double[count], new TokenRate[count]);
        ReadOnlySpan<TokenRate> wanted = AskedNow;
        double all = 0;
        for (int i = 0; i < count; i++)
        {
            ServiceNeed need = seen.Services[i];
            needed[i] = wanted[i].TokensPerSecond * need.JoulesPerToken;
            all += PolicyParts.Needed(need).Watts;
        }
        bool isShort = room.Watts < all * (1 - CutLeast);
        if (isShort) division.Divide(seen, wanted, needed, room, given);
        for (int i = 0; i < count; i++)
        {
            TokenRate? door = PolicyParts.Door(seen.Services[i]);
            bool isCut = isShort && given[i] < (1 - CutLeast) * wanted[i];
            TokenRate within = isCut ? Draining(seen.Services[i], given[i]) : default;
            orders.Allowed[i] = !isCut ? door : door is { } rate ? TokenRate.Min(within, rate) : within;
        }
    }

    /// <summary>A queue that stands makes all late that come after it: fewer are let in until it is gone.</summary>
    /// <remarks>allowed = given − waiting/10 s</remarks>
    private static TokenRate Draining(in ServiceNeed need, TokenRate given) =>
        need.MayWait ? given : TokenRate.Max(TokenRate.Zero, given - need.Waiting / drain);

    private static readonly TimeSpan drain = TimeSpan.FromSeconds(10);
}
