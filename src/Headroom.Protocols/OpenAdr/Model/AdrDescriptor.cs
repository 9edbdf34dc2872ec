namespace Headroom.Protocols.OpenAdr;

/// <summary>What payloads of a type mean: of an event, or of a report.</summary>
public sealed record AdrDescriptor(string PayloadType)
{
    /// <summary>Of a report: an own object type on the wire.</summary>
    public bool IsOfReport { get; init; }
    public string? Units { get; init; }

    /// <summary>Only of events.</summary>
    public string? Currency { get; init; }

    /// <summary>Only of reports.</summary>
    public string? ReadingType { get; init; }
    public double? Accuracy { get; init; }

    /// <summary>0 … 100; only of reports, for all intervals of the type.</summary>
    public int? Confidence { get; init; }
}

/// <summary>Which intervals a report has.</summary>
public enum ReportIntervals { Intervals, SubIntervals, OpenIntervals }

/// <summary>What a VEN shall report, and when; the defaults are the standard's.</summary>
public sealed record AdrReportDescriptor(string PayloadType)
{
    public string? ReadingType { get; init; }
    public string? Units { get; init; }
    public IReadOnlyList<string> Targets { get; init; } = [];
    public bool Aggregate { get; init; }

    /// <summary>Index of the interval at which the report is made; −1 at the end of the last.</summary>
    public int StartInterval { get; init; } = -1;

    /// <summary>−1 for all.</summary>
    public int NumIntervals { get; init; } = -1;

    /// <summary>The intervals before the start, or those that follow it.</summary>
    public bool Historical { get; init; } = true;

    /// <summary>Intervals between two reports; −1 as many as are reported, 0 whenever the VEN likes.</summary>
    public int Frequency { get; init; } = -1;

    /// <summary>Reports in all; −1 without end.</summary>
    public int Repeat { get; init; } = 1;
    public ReportIntervals Intervals { get; init; }
}
