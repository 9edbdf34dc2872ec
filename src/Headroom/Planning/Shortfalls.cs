namespace Headroom.Planning;

/// <summary>What breaking promises costs in a year of an expansion, promise by promise: one that nothing could keep is worth its tokens, any other is dear or holds.</summary>
/// <param name="Others">Of promises that are not named; null where they hold.</param>
/// <param name="Named">By the name of the promise in the year's rows.</param>
sealed record Shortfalls(Shortfall? Others, IReadOnlyDictionary<string, Shortfall> Named)
{
    /// <summary>All promises at one price.</summary>
    public static Shortfalls All(Shortfall price) => new(price, new Dictionary<string, Shortfall>());

    /// <summary>Some promises at what their tokens are worth.</summary>
    /// <param name="others">The price of the others; null where they hold.</param>
    public static Shortfalls PlainFor(IEnumerable<string> promises, Shortfall? others) => new(others, promises.ToDictionary(name => name, _ => Shortfall.Plain));

    /// <summary>What breaking a promise costs; null where it holds.</summary>
    public Shortfall? Of(string promise) => Named.GetValueOrDefault(promise, Others!);

    /// <summary>Promises that can be kept and were not cost more.</summary>
    public Shortfalls MadeDearer() => Others is null || Others == Shortfall.Plain ? this : this with { Others = Others.MadeDearer() };

    /// <summary>No promise holds, each has a price.</summary>
    public Shortfalls WithoutRows() => Others is null ? this with { Others = Shortfall.Dear } : this;
}
