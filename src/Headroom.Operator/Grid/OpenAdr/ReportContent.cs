using Headroom.Control;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>What reports are made from.</summary>
/// <param name="View">The site at the last beat; null before.</param>
/// <param name="Forecast">Expected import of a window; null where nobody knows.</param>
internal sealed record ReportSources(SiteView? View, MeterHistory Meter, Func<DateTimeOffset, DateTimeOffset, Energy?> Forecast,
    string Source, OfferDepth Depth);

/// <summary>Payloads of one interval of a report. What is not known is said to be missing, never made up.</summary>
internal static class ReportContent
{
    /// <summary>A window with fewer readings is an estimate: the gaps are taken to be like the rest.</summary>
    private const double CoverageWhole = 0.98;

    public static (string? Units, string? ReadingType) Described(AdrReportDescriptor descriptor) =>
        ReportTypes.Canonical(descriptor.PayloadType) switch
        {
            ReportTypes.Usage or ReportTypes.UsageForecast or ReportTypes.StorageCapacity =>
                ("KWH", descriptor.Historical ? descriptor.ReadingType ?? "DIRECT_READ" : "FORECAST"),
            ReportTypes.StorageLevel => ("PERCENT", "DIRECT_READ"),
            ReportTypes.OperatingState => (null, null),
            ReportTypes.ImportReservationFee => ("USD", null),
            ReportTypes.Reading => (descriptor.Units ?? "KW", "DIRECT_READ"),
            ReportTypes.Demand => ("KW", descriptor.Historical ? descriptor.ReadingType ?? "MEAN" : "FORECAST"),
            ReportTypes.LoadShed or ReportTypes.UpRegulation or ReportTypes.DownRegulation => ("KW", "FORECAST"),
            _ => (descriptor.Units, descriptor.ReadingType),
        };

    public static IReadOnlyList<AdrPayload> Of(AdrReportDescriptor descriptor, ReportSpan span, ReportSources from)
    {
        string type = ReportTypes.Canonical(descriptor.PayloadType);
        bool isForecast = !descriptor.Historical || descriptor.ReadingType == "FORECAST";
        return type switch
        {
            ReportTypes.Usage when !isForecast => Metered(type, span, from, measured => measured.Whole.KilowattHours),
            ReportTypes.Demand when !isForecast => Metered(type, span, from, measured => descriptor.ReadingType == "PEAK"
                ? measured.Peak.Kilowatts : measured.Mean.Kilowatts),
            ReportTypes.Usage or ReportTypes.UsageForecast => Expected(type, span, from, energy => energy.KilowattHours),
            ReportTypes.Demand => Expected(type, span, from, energy => (energy / (span.To - span.From)).Kilowatts),
            ReportTypes.Reading when (descriptor.Units ?? "KW") == "KW" && (from.View?.Import ?? from.Meter.Last) is { } import =>
                [AdrPayload.Of(type, import.Kilowatts)],
            ReportTypes.OperatingState => [AdrPayload.Of(type, State(from))],
            ReportTypes.LoadShed or ReportTypes.UpRegulation when Best(span, from) is { } offer =>
                [AdrPayload.Of(type, offer.Cut.Kilowatts), .. Private(offer)],
            ReportTypes.LoadShed or ReportTypes.UpRegulation when from.View?.OffersAt is not null => [AdrPayload.Of(type, 0)],
            ReportTypes.DownRegulation when from.View?.Headroom is { } headroom && double.IsFinite(headroom.Watts) =>
                [AdrPayload.Of(type, Math.Max(0, headroom.Kilowatts))],
            ReportTypes.ImportReservation when Wanted(span, from) is { } wanted =>
                [AdrPayload.Of(type, wanted.Kilowatts), AdrPayload.Of(ReportTypes.ImportReservationFee, Fee(span, from))],
            ReportTypes.ImportReservationFee when from.View?.OffersAt is not null => [AdrPayload.Of(type, Fee(span, from))],
            ReportTypes.StorageCapacity when from.View is { Field.Batteries: { Count: > 0 } all } =>
                [AdrPayload.Of(type, all.Sum(one => one.Capacity.KilowattHours))],
            ReportTypes.StorageLevel when from.View is { Field.Batteries: { Count: > 0 } all } && all.Sum(one => one.Capacity.Joules) is > 0
                and { } whole =>
                [AdrPayload.Of(type, Math.Clamp(all.Sum(one => one.Stored.Joules) / whole, 0, 1))],
            _ => [AdrPayload.Of(ReportTypes.DataQuality, "MISSING")],
        };
    }

    /// <summary>The deepest offer that covers the beginning of an interval; ties go to the cheaper one.</summary>
    private static Offer? Best(ReportSpan span, ReportSources from) => from.View is not { } view ? null : view.Offers
        .Where(one => one.Depth == from.Depth && SiteClock.At(one.From) <= Later(span.From, view)
            && SiteClock.At(one.From) + one.Duration >= Later(span.From, view) && one.Cut.Watts > 0)
        .OrderByDescending(one => one.Cut.Watts).ThenBy(one => one.Cost.Total.Dollars).FirstOrDefault();

    /// <summary>Offers are for times to come: an interval that has begun is asked about from when they were made.</summary>
    private static DateTimeOffset Later(DateTimeOffset start, SiteView view)
    {
        DateTimeOffset first = view.Offers.Count == 0 ? start : view.Offers.Min(one => SiteClock.At(one.From));
        return start > first ? start : first;
    }

    /// <summary>What the site would take above its ceiling if it were let: the capacity that it wants reserved.</summary>
    private static Power? Wanted(ReportSpan span, ReportSources from)
    {
        if (from.View is not { } view || view.Offers.Count == 0) return null;
        DateTimeOffset at = Later(span.From, view);
        Power expected = view.Offers.Where(one => SiteClock.At(one.From) <= at && SiteClock.At(one.From) + one.Duration >= at)
            .Select(one => one.Baseline).DefaultIfEmpty(Power.FromSi(0)).MaxBy(one => one.Watts);
        Power ceiling = view.CeilingAhead.Where(one => one.From <= at).Select(one => (Power?)one.Ceiling).LastOrDefault() ?? view.Ceiling;
        return Power.Max(Power.FromSi(0), expected - ceiling);
    }

    /// <summary>Dollars per kW that the cheapest cut costs: the site gives no more to be spared it, and nothing where a cut saves
    /// money.</summary>
    private static double Fee(ReportSpan span, ReportSources from) => from.View?.Offers.Where(one => one.Cut.Watts > 0)
        .Select(one => Math.Max(0, one.Cost.Total.Dollars / one.Cut.Kilowatts)).DefaultIfEmpty(0).Min() ?? 0;

    private static string State(ReportSources from)
    {
        if (from.View is not { Import: { } } view) return "ERROR";
        return view.Limits.Any(one => one.Source == from.Source && one.State is "in force" or "ramping" && one.Level <= view.Ceiling)
            ? "RUNNING_CURTAILED" : "NORMAL";
    }

    private static IReadOnlyList<AdrPayload> Private(Offer offer) =>
    [
        AdrPayload.Of(ReportTypes.OfferNotice, offer.Notice.TotalSeconds),
            AdrPayload.Of(ReportTypes.OfferDuration, offer.Duration.TotalSeconds),
        AdrPayload.Of(ReportTypes.OfferRampDown, offer.RampDown.TotalSeconds),
            AdrPayload.Of(ReportTypes.OfferRampUp, offer.RampUp.TotalSeconds),
        AdrPayload.Of(ReportTypes.ReboundEnergy, offer.Rebound.Energy.KilowattHours),
            AdrPayload.Of(ReportTypes.ReboundPeak, offer.Rebound.Peak.Kilowatts),
        AdrPayload.Of(ReportTypes.Recovery, Math.Min(offer.Rebound.Recovery.TotalSeconds, 1e9)),
            AdrPayload.Of(ReportTypes.Confidence, offer.ConfidenceFraction),
        AdrPayload.Of(ReportTypes.TokensLost, offer.Lost.Sum(one => one.Tokens)),
            AdrPayload.Of(ReportTypes.OfferCost, offer.Cost.Total.Dollars),
        AdrPayload.Of(ReportTypes.Binding, offer.Binding.Constraint),
    ];

    private static IReadOnlyList<AdrPayload> Metered(string type, ReportSpan span, ReportSources from, Func<Measured, double> value)
    {
        if (from.Meter.Between(span.From, span.To) is not { } measured) return [AdrPayload.Of(ReportTypes.DataQuality, "MISSING")];
        return [AdrPayload.Of(type, Math.Max(0, value(measured))),
            AdrPayload.Of(ReportTypes.DataQuality, measured.CoverageShare >= CoverageWhole ? "OK" : "ESTIMATED")];
    }

    private static IReadOnlyList<AdrPayload> Expected(string type, ReportSpan span, ReportSources from, Func<Energy, double> value) =>
        from.Forecast(span.From, span.To) is { } energy ? [AdrPayload.Of(type, value(energy))]
            : [AdrPayload.Of(ReportTypes.DataQuality, "MISSING")];
}
