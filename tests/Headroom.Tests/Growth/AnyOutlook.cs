using CsCheck;
using Headroom.Growth;
using Headroom.Quantities;

namespace Headroom.Tests.Growth;

/// <summary>Outlooks and needs for tests.</summary>
static class AnyOutlook
{
    public static GrowthRange<GrowthRate> Known(double factor) => Range(GrowthRate.Constant(factor), GrowthRate.Constant(factor), GrowthRate.Constant(factor));
    public static GrowthRange<GrowthRate> Between(double low, double mid, double high) => Range(GrowthRate.Constant(low), GrowthRate.Constant(mid), GrowthRate.Constant(high));
    public static GrowthRange<GrowthRate> Range(GrowthRate low, GrowthRate mid, GrowthRate high) => new(low, mid, high, "a test", "E");

    /// <summary>Nothing grows but what a test lets grow.</summary>
    public static GrowthOutlook Still => new()
    {
        FromYear = 2027,
        UntilYear = 2040,
        TrainingCompute = Known(1),
        InferenceTokens = Known(1),
        Hardware = Known(1),
        Software = Known(1),
        Precision = Known(1),
        RunLength = Known(1),
    };

    public static PowerNeed Need(GrowthOutlook outlook, double trainingMegawatts, double inferenceMegawatts, double steadyMegawatts = 0, GrowthPick? pick = null)
    {
        var it = new WorkPower(trainingMegawatts.Megawatts / 1.25, inferenceMegawatts.Megawatts / 1.25, Power.Zero);
        return new(outlook, pick ?? GrowthPick.Mid, it, new(trainingMegawatts.Megawatts, inferenceMegawatts.Megawatts, steadyMegawatts.Megawatts));
    }

    public static GrowthCeiling Ceiling(double megawatts) => new("grid", GrowthBoundary.Meter, megawatts.Megawatts, "a test");

    /// <summary>Constant or bending, never below one where it is told so.</summary>
    public static Gen<GrowthRate> Rate(double least, double most) => Gen.Select(Gen.Double[least, most], Gen.Double[least, most], Gen.Int[2028, 2036], Gen.Bool)
        .Select((now, later, by, bends) => bends ? GrowthRate.Bending(now, later, 2027, by) : GrowthRate.Constant(now));

    /// <summary>Low, middle and high that differ by a ratio in every year.</summary>
    public static Gen<GrowthRange<GrowthRate>> Ordered(double least, double most) => Gen.Select(Rate(least, most), Gen.Double[1, 1.3], Gen.Double[1, 1.3])
        .Select((mid, down, up) => Range(Times(mid, 1 / down), mid, Times(mid, up)));

    public static Gen<GrowthOutlook> Outlook => Gen.Select(Ordered(1.5, 5), Ordered(1.5, 5), Ordered(1.05, 1.4), Ordered(1.05, 1.6), Ordered(1, 1.2), Ordered(1, 1.2))
        .Select((training, inference, hardware, software, precision, length) => Still with
        {
            TrainingCompute = training,
            InferenceTokens = inference,
            Hardware = hardware,
            Software = software,
            Precision = precision,
            RunLength = length,
        });

    public static GrowthRate Times(GrowthRate rate, double ratio) => rate.IsConstant ? GrowthRate.Constant(ratio * rate.Factor)
        : GrowthRate.Bending(ratio * rate.Factor, ratio * rate.LaterFactor, rate.StartYear, rate.SettledYear);
}
