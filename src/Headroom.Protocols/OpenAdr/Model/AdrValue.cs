using System.Globalization;

namespace Headroom.Protocols.OpenAdr;

/// <summary>One value of a payload: a number, a text, a flag or a point.</summary>
public readonly record struct AdrValue
{
    private AdrValue(double? number, string? text, bool? flag, (double X, double Y)? point) => (AsNumber, AsText, AsFlag, AsPoint) =
        (number, text, flag, point);

    public double? AsNumber { get; }
    public string? AsText { get; }
    public bool? AsFlag { get; }
    public (double X, double Y)? AsPoint { get; }

    public static AdrValue Of(double number) => new(number, null, null, null);
    public static AdrValue Of(string text) => new(null, text, null, null);
    public static AdrValue Of(bool flag) => new(null, null, flag, null);
    public static AdrValue Of(double x, double y) => new(null, null, null, (x, y));

    /// <summary>The number that it is, or that its text says.</summary>
    public double? Figure => AsNumber
        ?? (double.TryParse(AsText, NumberStyles.Float, CultureInfo.InvariantCulture, out double said) && double.IsFinite(said) ? said
            : null);

    public override string ToString() => AsNumber?.ToString("R", CultureInfo.InvariantCulture) ?? AsText ?? AsFlag?.ToString()
        ?? $"({AsPoint?.X}, {AsPoint?.Y})";
}

/// <summary>Values and what they mean; also an attribute of a program, a ven or a resource.</summary>
public sealed record AdrPayload(string Type, IReadOnlyList<AdrValue> Values)
{
    public static AdrPayload Of(string type, double value) => new(type, [AdrValue.Of(value)]);
    public static AdrPayload Of(string type, string value) => new(type, [AdrValue.Of(value)]);

    /// <summary>The first value as a number; null where there is none.</summary>
    public double? Figure => Values.Count > 0 ? Values[0].Figure : null;
    public override string ToString() => $"{Type} {string.Join(", ", Values)}";
}
