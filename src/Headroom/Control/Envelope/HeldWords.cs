namespace Headroom.Control;

/// <summary>What the envelope changed, in words.</summary>
public static class HeldWords
{
    /// <summary>Whom an order is for.</summary>
    public static string Of(OrderKind kind) => kind switch
    {
        OrderKind.Plant => "plants",
        OrderKind.Battery => "batteries",
        OrderKind.ServiceMost or OrderKind.ServiceAllowed => "gates of services",
        OrderKind.ServiceSlow => "caps of services",
        OrderKind.RunMost or OrderKind.Pause => "training",
        OrderKind.ImportLeast or OrderKind.ImportMost => "the band of import",
        OrderKind.Lanes => "how racks are laid",
        OrderKind.Drop or OrderKind.BankOff => "racks off",
        OrderKind.BankShare or OrderKind.BankBack => "banks of racks",
        OrderKind.Rest => "racks that rest",
        _ => throw new NotSupportedException(kind.ToString()),
    };

    /// <summary>What changed it.</summary>
    public static string Of(HoldReason reason) => reason switch
    {
        HoldReason.NoNumber => "what was no number",
        HoldReason.Reach => "what devices can do",
        HoldReason.Ceiling => "the ceiling",
        HoldReason.Ramp => "the ramp",
        HoldReason.Feed => "a feed",
        HoldReason.Heat => "the coolant",
        _ => throw new NotSupportedException(reason.ToString()),
    };
}
