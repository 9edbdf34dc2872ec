using Headroom.Compute;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary>One of the formats: how its header is known, and how a row becomes a point.</summary>
internal abstract class PointFormat
{
    public abstract OperatingPointFormat Kind { get; }

    /// <summary>What people call it, in findings.</summary>
    public abstract string Title { get; }

    /// <summary>Columns without which it cannot be read, as their names stand in the header.</summary>
    public abstract IReadOnlyList<string> Required { get; }

    /// <summary>The name by which a header is compared with <see cref="Required"/>.</summary>
    public virtual string NameOf(string header) => header.Trim();

    /// <summary>Sentences that go with every figure derived from the file.</summary>
    public virtual IReadOnlyList<string> Notices => [];

    /// <summary>What is wrong with the header beyond missing columns.</summary>
    public virtual void CheckHeader(PointTable table)
    {
    }

    /// <summary>Prepares for the columns of one file; what comes back reads its rows: null where a row is skipped or at fault.</summary>
    public abstract Func<PointRow, MeasuredPoint?> Reader(PointTable table);

    /// <summary>Bounds that any measurement keeps; in SI.</summary>
    protected static class Sensible
    {
        public const double TokensLeast = 1, TokensMost = 1e9;
        public const double AcceleratorsMost = 100_000, BatchLeast = 1e-3, BatchMost = 1e7;
        public const double TimePerTokenLeast = 1e-6, TimePerTokenMost = 3600;
        public const double FirstTokenLeast = 0, FirstTokenMost = 86_400;
        public const double WattsLeast = 1, WattsMost = 1e5;
    }
}
