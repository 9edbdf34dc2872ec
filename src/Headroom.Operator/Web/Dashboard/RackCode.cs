using Headroom.Quantities;

namespace Headroom.Operator.Web.Dashboard;

/// <summary>A rack on the heat map in one character, so that a beat of 2,048 racks is an event of a few kilobytes.</summary>
/// <remarks>
///   code = level + 11 · (1 where a cap holds it + 2 where it has not followed its order)      44: off
///   level = draw / rating in tenths, 0 … 9; 10 above the rating
///   The script of the page knows the same.
/// </remarks>
internal static class RackCode
{
    public const int Levels = 11, Off = 44;
    public const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Caps that differ by less are the same: a device rounds to whole watts.</summary>
    private const double Same = 0.005;

    public static int Of(in RackFigures rack)
    {
        if (!rack.IsOn) return Off;
        bool isCapped = rack.CapShare < 1 - Same, waits = Math.Abs(rack.CapShare - rack.RequestedShare) > Same;
        return Level(rack.Draw, rack.Rating) + Levels * ((isCapped ? 1 : 0) + (waits ? 2 : 0));
    }

    /// <summary>Draw by rating in tenths; what is without a rating is at 0.</summary>
    public static int Level(Power draw, Power rating)
    {
        double share = rating > Power.Zero ? draw / rating : 0;
        return share > 1.0005 ? 10 : (int)Math.Clamp(10 * share, 0, 9);
    }

    public static string Text(IReadOnlyList<RackFigures> racks, int most) => string.Concat(racks.Take(most).Select(one => Alphabet[Of(one)]));

    /// <summary>A cap holds it.</summary>
    public static bool IsCapped(int code) => code != Off && (code / Levels & 1) != 0;

    /// <summary>It has not followed its order yet.</summary>
    public static bool Waits(int code) => code != Off && (code / Levels & 2) != 0;

    /// <summary>Of the style sheet.</summary>
    public static string Class(int code) => code == Off ? "c off" : $"c h{code % Levels}{(IsCapped(code) ? " k" : "")}{(Waits(code) ? " w" : "")}";

    /// <summary>The same for who listens.</summary>
    public static string Words(int code)
    {
        if (code == Off) return "off";
        int level = code % Levels;
        string share = level == 10 ? "above its rating" : $"{10 * level} to {10 * level + 10} % of rating";
        return share + (IsCapped(code) ? ", capped" : "") + (Waits(code) ? ", order not yet followed" : "");
    }
}
