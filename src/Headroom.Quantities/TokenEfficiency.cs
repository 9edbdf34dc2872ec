namespace Headroom.Quantities;

/// <summary>Tokens per energy, which is tokens per second per watt.</summary>
public readonly record struct TokenEfficiency : IQuantity<TokenEfficiency>
{
    static readonly Unit[] units =
    [
        new("tok/J", 1),
        new("Mtok/kWh", 1e6/3.6e6),
    ];

    readonly double tokensPerJoule;
    TokenEfficiency(double tokensPerJoule) => this.tokensPerJoule = tokensPerJoule;

    public double TokensPerJoule => tokensPerJoule;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<TokenEfficiency>.Si => tokensPerJoule;
    public static TokenEfficiency FromSi(double tokensPerJoule) => new(tokensPerJoule);
    public override string ToString() => QuantityText.Format(this);
}
