namespace Headroom.Quantities;

/// <summary>A number of tokens; output tokens unless said otherwise.</summary>
public readonly record struct TokenCount : IQuantity<TokenCount>
{
    static readonly Unit[] units =
    [
        new("tok", 1),
        new("ktok", 1e3),
        new("Mtok", 1e6),
        new("Gtok", 1e9),
        new("Ttok", 1e12),
    ];

    readonly double tokens;
    TokenCount(double tokens) => this.tokens = tokens;

    public double Tokens => tokens;
    public double MillionTokens => tokens / 1e6;
    public double BillionTokens => tokens / 1e9;
    public static IReadOnlyList<Unit> Units => units;
    double IQuantity<TokenCount>.Si => tokens;
    public static TokenCount FromSi(double tokens) => new(tokens);
    public override string ToString() => QuantityText.Format(this);
}
