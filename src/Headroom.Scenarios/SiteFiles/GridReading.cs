using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Series;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>The block <c>grid</c>.</summary>
internal sealed class GridReading(Block block, Surroundings around, SeriesReading series)
{
    private readonly Filling fill = new(block, around);

    /// <summary>The connection; null where it is at fault.</summary>
    public GridConnection? Read()
    {
        Got<Sizing<Power>> firm = block.Sizing<Power>("firm");
        Got<Sites.Series<EnergyPrice>> price =
            Series<EnergyPrice>("price", UnitTable.EnergyPrice, year => (year.PriceDollarsPerMegawattHour, "$/MWh"));
        Got<Sites.Series<CarbonIntensity>> carbon =
            Series<CarbonIntensity>("carbon", UnitTable.Carbon, year => (year.CarbonGramsPerKilowattHour, "g/kWh"));
        FlexibleCapacity? flexible = block.Nested("flexible") is { } nested ? Flexible(nested, price) : null;
        Block? export = block.Nested("export");
        // a stated yearly charge is the utility's way to recover the connection: the catalog adds no price of its own
        CatalogEntry? catalog = block.Has("capacityCharge") ? null : CatalogFile.Load("supply").Root.Entry("connection");
        CapacityPrice capital = fill.Cost<CapacityPrice>("connection", catalog, "customerPart");
        var grid = new GridConnection
        {
            Firm = firm.Or(Sizing<Power>.Fixed(default)),
            CapacityCharge = block.Quantity<CapacityRent>("capacityCharge").Or(default),
            Flexible = flexible,
            Price = price.Or(Sites.Series<EnergyPrice>.Constant(default, around.Year.Hours)),
            Adder = block.Quantity<EnergyPrice>("adder").Or(default),
            DemandCharge = DemandCharge(),
            RampLimit = block.Quantity<Ramp>("rampLimit") is { IsGiven: true } ramp ? ramp.Value : null,
            ExportMost = export?.Quantity<Power>("atMost").Or(default) ?? default,
            ExportFee = export?.Quantity<EnergyPrice>("fee").Or(default) ?? default,
            Carbon = carbon.Or(Sites.Series<CarbonIntensity>.Constant(default, around.Year.Hours)),
            EnergyShareMostFraction = block.Amount("maximumShare") is { IsGiven: true } share ? share.Value : null,
            Capital = capital,
            Repayment = fill.Repayment(defaultLifeYears: 30, catalogConstruction: null),
            Kilovolts = block.Amount("voltage") is { IsGiven: true } voltage ? voltage.Value : null,
            RideThrough = block.Nested("rideThrough") is { } dips ? RideThrough(dips) : null,
            Return = block.Nested("return") is { } back ? Return(back) : null,
        };
        if (price.IsGiven) CheckPrice(price.Value!);
        return grid;
    }

    private static DipLimit? RideThrough(Block block)
    {
        Got<int> dips = block.Whole("dips");
        Got<TimeSpan> within = block.Amount("within").Map(TimeSpan.FromSeconds);
        return dips.IsGiven && within.IsGiven ? new(dips.Value, within.Value) : null;
    }

    private static StagedReturn? Return(Block block)
    {
        Got<TimeSpan> after = block.Amount("after").Map(TimeSpan.FromSeconds), every = block.Amount("every").Map(TimeSpan.FromSeconds);
        Got<Power> stage = block.Quantity<Power>("stage");
        return after.IsGiven && stage.IsGiven && every.IsGiven ? new(after.Value, stage.Value, every.Value) : null;
    }

    private DemandPrice DemandCharge() => block.Quantity<DemandPrice>("demandCharge").Or(default);

    /// <summary>A series of the file, else of the region's typical year; without either, a finding.</summary>
    private Got<Sites.Series<Q>> Series<Q>(string key, UnitTable units, Func<Sites.Years.TypicalYear,
        (double[] Values, string Unit)> typical) where Q : struct, IQuantity<Q>
    {
        Got<double[]> given = series.Values(block, key, (Hourly)block.Shape.Find(key)!.Form, around.Year);
        if (given.Origin != Origin.Absent) return given.Map(si => new Sites.Series<Q>(si));
        if (!around.Region.IsSound) return Got<Sites.Series<Q>>.Poisoned(block.Line);
        if (around.Region.IsGiven)
        {
            (double[] values, string unit) = typical(around.Typical);
            around.RecordTypical(block.PathOf(key), $"mean {QuantityText.Number(values.Average())} {unit}");
            return Got<Sites.Series<Q>>.Given(Sites.Series<Q>.Of(values, units.Find(unit)!), block.Line);
        }
        if (key == "carbon")
        {
            around.Reading.Fact(block.PathOf(key), "0 g/kWh", "no region: emissions of the grid are not counted");
            return Got<Sites.Series<Q>>.Given(Sites.Series<Q>.Constant(default, around.Year.Hours), block.Line);
        }
        if (around.Reading.MayHaveLost(block.Map) || around.Reading.IsRootPartial) return Got<Sites.Series<Q>>.Poisoned(block.Line);
        around.Reading.Wrong(block.Line, block.Path, $"no {key} and no region", $"`{key}` here, or `region` for a typical year",
            $"Add `{key}: {units.Example("45")}`, a CSV file, or a region.");
        return Got<Sites.Series<Q>>.Poisoned(block.Line);
    }

    private FlexibleCapacity? Flexible(Block flexible, Got<Sites.Series<EnergyPrice>> price)
    {
        Got<Sizing<Power>> size = flexible.Sizing<Power>("capacity");
        Got<double> curtailed = flexible.Amount("curtailed");
        Got<double[]> available =
            series.Values(flexible, "available", (Hourly)Format.SiteFormat.Flexible.Find("available")!.Form, around.Year);
        Got<double> retained = flexible.Amount("retained");
        if (flexible.Has("curtailed") && flexible.Has("available"))
            flexible.Wrong("curtailed", "`curtailed` and `available`", "one of the two",
                "Remove one: both say when the capacity is there.");
        if (flexible.Has("retained") && !flexible.Has("curtailed"))
            flexible.Wrong("retained", "`retained` without `curtailed`", "both, or neither",
                "Add the hours a year that it speaks of, as `curtailed: 85 h/yr`.");
        if (!size.IsGiven) return null;
        double[] share = available.IsGiven ? available.Value!
            : DearestHoursOff((int)Math.Round(curtailed.Or(0)), price.IsGiven ? price.Value : null, retained.Or(0));
        return new(size.Value!, share);
    }

    /// <summary>One in every hour but the dearest ones, the dearer the less; among equals the earlier hour is taken away first.</summary>
    internal double[] DearestHoursOff(int hours, Sites.Series<EnergyPrice>? price, double retainedFraction = 0)
    {
        double[] share = new double[around.Year.Hours];
        Array.Fill(share, 1);
        if (price is null) return share;
        double[] prices = price.Si.ToArray();
        int[] dearest = [.. Enumerable.Range(0, share.Length).OrderByDescending(t => prices[t]).ThenBy(t => t).Take(hours)];
        double[] depths = CurtailmentDepths.Of(dearest.Length, retainedFraction);
        for (int k = 0; k < dearest.Length; k++) share[dearest[k]] = 1 - depths[k];
        return share;
    }

    private void CheckPrice(Sites.Series<EnergyPrice> price)
    {
        CatalogFact plausible = CatalogFile.Load("limits").Root.Entry("grid").Fact("energyPriceMean");
        double mean = price.Mean.DollarsPerMegawattHour;
        if (block.Has("price") && (price.Mean < plausible.Quantity<EnergyPrice>(CostColumn.Low)
            || price.Mean > plausible.Quantity<EnergyPrice>(CostColumn.High)))
            block.Note("price", $"a mean of {QuantityText.Number(mean)} $/MWh", $"usually {plausible.Low} to {plausible.High}",
                "Check the unit.");
    }
}
