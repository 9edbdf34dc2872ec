namespace Headroom.Comparing;

/// <summary>Where a site's power comes from.</summary>
public enum Strategy
{
    /// <summary>The utility, with a battery beside it.</summary>
    Grid,

    /// <summary>Gas, sun, wind and a battery on the site; no utility.</summary>
    Onsite,

    /// <summary>Reactor modules, with engines that back them up; no utility.</summary>
    Smr,

    /// <summary>Whatever the others may use, together.</summary>
    Mixed,
}

/// <summary>A guess with its ends: the low and the high one bound what is believed, the middle is what a plan takes.</summary>
/// <remarks>The numbers' order, not best and worst. In the unit that the owner names.</remarks>
public readonly record struct Spread(double Low, double Mid, double High)
{
    /// <summary>One value, without doubt.</summary>
    public static Spread Of(double value) => new(value, value, value);
    public bool IsPoint => Low == High;
    public static Spread operator *(double k, Spread a) => new(k * a.Low, k * a.Mid, k * a.High);

    /// <summary>The later of two, end by end: what waits for both.</summary>
    public static Spread Later(Spread a, Spread b) => new(Math.Max(a.Low, b.Low), Math.Max(a.Mid, b.Mid), Math.Max(a.High, b.High));
}
