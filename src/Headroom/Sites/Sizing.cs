using Headroom.Quantities;

namespace Headroom.Sites;

/// <summary>How much of a thing stands already and how much may stand in the end.</summary>
/// <param name="Installed">What stands and is paid for; only its running costs count.</param>
/// <param name="Least">The least that must stand in the end, the installed part included.</param>
/// <param name="Most">The most that may stand in the end, the installed part included; infinite where nothing limits it.</param>
public sealed record Sizing<Q>(Q Installed, Q Least, Q Most) where Q : struct, IQuantity<Q>
{
    /// <summary>Just what stands, no more and no less.</summary>
    public static Sizing<Q> Fixed(Q amount) => new(amount, amount, amount);

    /// <summary>Free between zero and a limit.</summary>
    public static Sizing<Q> UpTo(Q most) => new(default, default, most);
    public bool IsFixed => Least.Si == Most.Si;
}
