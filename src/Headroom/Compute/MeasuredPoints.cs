using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>A table of measured points, and the curve in it for a request.</summary>
/// <remarks>
///   A point counts for a request where its accelerator, model, precision, weight format, replica size and cap are those
///   asked for and both its lengths lie within 10 % of those asked for. Points of neighbouring shapes inside that band
///   stand in one curve, so a time per token may be that of a shape up to 10 % shorter.
/// </remarks>
public sealed class MeasuredPoints
{
    /// <summary>How far a measured length may be from the one asked for, of the latter.</summary>
    public const double LengthToleranceFraction = 0.10;

    private readonly Dictionary<MeasuredConfiguration, MeasuredPoint[]> byConfiguration;

    public MeasuredPoints(IEnumerable<MeasuredPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        byConfiguration = points.GroupBy(MeasuredConfiguration.Of).ToDictionary(group => group.Key, group => group.ToArray());
        Count = byConfiguration.Values.Sum(group => group.Length);
        Configurations = [.. byConfiguration.Keys.OrderBy(one => one.ToString(), StringComparer.Ordinal)];
    }

    /// <summary>All points.</summary>
    public int Count { get; }

    /// <summary>What was measured, lengths aside, in the order of its names.</summary>
    public IReadOnlyList<MeasuredConfiguration> Configurations { get; }

    /// <summary>The curve for a request; null where nothing near enough was measured.</summary>
    public MeasuredCurve? Find(
        string accelerator, string model, Precision precision, int accelerators, TokenCount input, TokenCount output,
        Power? cap = null, string? weightFormat = null)
    {
        var asked = new MeasuredConfiguration(accelerator, model, precision, accelerators, cap, weightFormat);
        if (!byConfiguration.TryGetValue(asked, out MeasuredPoint[]? points)) return null;
        MeasuredPoint[] near = [.. points.Where(point => IsNear(point.Input, input) && IsNear(point.Output, output))];
        return near.Length == 0 ? null : MeasuredCurve.Of(near);
    }

    /// <summary>The shapes of a configuration, for people: points whose lengths are alike told together.</summary>
    public IReadOnlyList<MeasuredShape> Shapes(MeasuredConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (!byConfiguration.TryGetValue(configuration, out MeasuredPoint[]? points)) return [];
        List<List<MeasuredPoint>> groups = [];
        foreach (MeasuredPoint point in points.OrderBy(point => point.Input.Tokens).ThenBy(point => point.Output.Tokens))
        {
            List<MeasuredPoint>? group = groups.Find(group =>
                IsNear(point.Input, group[0].Input) && IsNear(point.Output, group[0].Output));
            if (group is null) groups.Add([point]);
            else group.Add(point);
        }
        return [.. groups.Select(group => new MeasuredShape(configuration, group.Average(point => point.Input.Tokens).Tokens,
            group.Average(point => point.Output.Tokens).Tokens, group.Count, group.Min(point => point.Batch),
            group.Max(point => point.Batch)))];
    }

    /// <summary>
    ///   What was measured nearest to a request, for a message where <see cref="Find"/> gave nothing: the same
    ///   accelerator and model, then the same precision, then the nearest replica and lengths.
    /// </summary>
    public IReadOnlyList<MeasuredShape> Nearest(
        string accelerator, string model, Precision precision, int accelerators, TokenCount input, TokenCount output,
        int most = 3) =>
        [.. Configurations.Where(one => one.Accelerator == accelerator && one.Model == model).SelectMany(Shapes)
            .OrderBy(shape => shape.Configuration.Precision == precision ? 0 : 1)
            .ThenBy(shape => Apart(shape.Configuration.Accelerators, accelerators)
                + Apart(shape.Input.Tokens, input.Tokens) + Apart(shape.Output.Tokens, output.Tokens))
            .Take(most)];

    /// <summary>A hair more than the tolerance, so that 0.9 × 1,024 is within 10 % of 1,024 in any arithmetic.</summary>
    private static bool IsNear(TokenCount measured, TokenCount asked) =>
        Math.Abs(measured.Tokens - asked.Tokens) <= (LengthToleranceFraction + 1e-9) * asked.Tokens;

    private static double Apart(double a, double b) => Math.Abs(Math.Log(a / b));
}

/// <summary>What a measured point is of, its lengths and batch aside.</summary>
/// <param name="Accelerators">G, accelerators of the replica.</param>
/// <param name="Cap">Cap of one board; null where none was set.</param>
/// <param name="WeightFormat">As <see cref="MeasuredPoint.WeightFormat"/>.</param>
public sealed record MeasuredConfiguration(
    string Accelerator, string Model, Precision Precision, int Accelerators, Power? Cap = null, string? WeightFormat = null)
{
    public static MeasuredConfiguration Of(MeasuredPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return new(point.Accelerator, point.Model, point.Precision, point.Accelerators, point.Cap, point.WeightFormat);
    }

    /// <summary><c>llama-3.1-70b fp8 on 4 h200-sxm</c>.</summary>
    public override string ToString() =>
        $"{Model} {WeightFormat ?? Precision.ToString().ToLowerInvariant()} on {Accelerators} {Accelerator}"
        + (Cap is { } cap ? $" at {cap}" : "");
}

/// <summary>Points of one configuration whose lengths are alike.</summary>
/// <param name="Input">Mean over the points.</param>
/// <param name="Output">Mean over the points.</param>
public sealed record MeasuredShape(
    MeasuredConfiguration Configuration, TokenCount Input, TokenCount Output, int Points, double BatchLeast, double BatchMost)
{
    /// <summary><c>llama-3.1-70b fp8 on 4 h200-sxm, 922 tok in, 922 tok out: 12 points, batch 4 to 512</c>.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Configuration}, {Input.Tokens:0} tok in, {Output.Tokens:0} tok out: {Points} point{(Points == 1 ? "" : "s")}, ")
        + string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"batch {BatchLeast:0.#}{(BatchMost > BatchLeast ? $" to {BatchMost:0.#}" : "")}");
}
