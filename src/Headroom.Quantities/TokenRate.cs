namespace Headroom.Quantities;

/// <summary>Tokens per time.</summary>
public readonly record struct TokenRate : IQuantity<TokenRate>
{
    static readonly Unit[] units =
    [
        new("tok/s", 1),
        new("ktok/s", 1e3),
        new("Mtok/s", 1e6),
        new("Gtok/s", 1e9),
        new("tok/day", 1/86400.0),
        new("Gtok/day", 1e9/86400.0),
    ];

    readonly double tokensPerSecond;
    TokenRate(double tokensPerSecond) => this.tokensPerSecond = tokensPerSecond;

    public double TokensPerSecond => tokensPerSecond;
    public double MillionTokensPerSecond => tokensPerSecond / 1e6;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<TokenRate>.Si => tokensPerSecond;
    public static TokenRate FromSi(double tokensPerSecond) => new(tokensPerSecond);
    public override string ToString() => QuantityText.Format(this);
}
