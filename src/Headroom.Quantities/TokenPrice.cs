namespace Headroom.Quantities;

/// <summary>Money per token.</summary>
public readonly record struct TokenPrice : IQuantity<TokenPrice>
{
    static readonly Unit[] units =
    [
        new("$/Mtok", 1e-6),
        new("$/Gtok", 1e-9),
        new("$/ktok", 1e-3),
    ];

    readonly double dollarsPerToken;
    TokenPrice(double dollarsPerToken) => this.dollarsPerToken = dollarsPerToken;

    public double DollarsPerMillionTokens => dollarsPerToken / 1e-6;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<TokenPrice>.Si => dollarsPerToken;
    public static TokenPrice FromSi(double dollarsPerToken) => new(dollarsPerToken);
    public override string ToString() => QuantityText.Format(this);
}
