using CsCheck;
using Headroom.Growth;
using static Headroom.Tests.Growth.AnyOutlook;

namespace Headroom.Tests.Growth;

/// <summary>What holds whatever grows, and however fast.</summary>
public class GrowthLaws
{
    static readonly Gen<(GrowthOutlook Outlook, double Training, double Inference, double Ceiling)> any =
        Gen.Select(Outlook, Gen.Double[0, 100], Gen.Double[0, 100], Gen.Double[1.1, 50]).Select((outlook, training, inference, ratio) => (outlook, training, inference, (training + inference) * ratio));

    [Fact]
    public void Twice_the_ceiling_is_half_the_joules_to_the_last_digit() => any.Sample(one =>
    {
        PowerNeed need = Need(one.Outlook, one.Training, one.Inference);
        CeilingYear doubled = Crossing.Of(need, Ceiling(one.Ceiling).Times(2)), halved = Crossing.Of(need with { WorkPerJouleRatio = 2 }, Ceiling(one.Ceiling));
        Assert.Equal(doubled, halved);
    });

    [Fact]
    public void What_it_buys_is_the_logarithm_of_the_ratio_over_that_of_growth() =>
        Gen.Select(Gen.Double[1.1, 5], Gen.Double[1.01, 16]).Sample((factor, ratio) =>
        {
            PowerNeed need = Need(Still with { InferenceTokens = Known(factor) }, 0, 10);
            double bought = Crossing.Of(need, Ceiling(40).Times(ratio)).Year - Crossing.Of(need, Ceiling(40)).Year;
            Assert.Equal(PowerGrowth.YearsBought(ratio, factor), bought, 1e-9);
        });

    [Fact]
    public void More_ceiling_is_never_met_earlier() => Gen.Select(any, Gen.Double[1, 10]).Sample((one, more) =>
    {
        PowerNeed need = Need(one.Outlook, one.Training, one.Inference);
        Assert.True(Crossing.Of(need, Ceiling(one.Ceiling)).Year <= Crossing.Of(need, Ceiling(one.Ceiling * more)).Year + 1e-8);
    });

    [Fact]
    public void More_growth_is_never_met_later_and_more_progress_never_earlier() => Gen.Select(any, Gen.Double[1, 1.5]).Sample((one, more) =>
    {
        CeilingYear At(GrowthOutlook outlook) => Crossing.Of(Need(outlook, one.Training, one.Inference), Ceiling(one.Ceiling));
        GrowthRange<GrowthRate> Faster(GrowthRange<GrowthRate> range) => range with { Mid = Times(range.Mid, more) };
        CeilingYear mid = At(one.Outlook);
        Assert.True(At(one.Outlook with { TrainingCompute = Faster(one.Outlook.TrainingCompute) }).Year <= mid.Year + 1e-8);
        Assert.True(At(one.Outlook with { InferenceTokens = Faster(one.Outlook.InferenceTokens) }).Year <= mid.Year + 1e-8);
        Assert.True(At(one.Outlook with { Hardware = Faster(one.Outlook.Hardware) }).Year >= mid.Year - 1e-8);
        Assert.True(At(one.Outlook with { Software = Faster(one.Outlook.Software) }).Year >= mid.Year - 1e-8);
        Assert.True(At(one.Outlook with { Precision = Faster(one.Outlook.Precision) }).Year >= mid.Year - 1e-8);
        Assert.True(At(one.Outlook with { RunLength = Faster(one.Outlook.RunLength) }).Year >= mid.Year - 1e-8);
    }, iter: 400);

    [Fact]
    public void Scenarios_are_in_order_and_lie_within_the_full_range() => Gen.Select(any, Gen.Double[2027, 2060]).Sample((one, year) =>
    {
        double At(GrowthPick pick) => Need(one.Outlook, one.Training, one.Inference, pick: pick).At(GrowthBoundary.Meter, year).Total.Watts;
        double[] rising = [At(GrowthPick.Latest), At(GrowthPick.Scenario(GrowthCase.Low)), At(GrowthPick.Mid), At(GrowthPick.Scenario(GrowthCase.High)), At(GrowthPick.Earliest)];
        for (int k = 1; k < rising.Length; k++) Assert.True(rising[k - 1] <= rising[k] * (1 + 1e-9));
    });

    [Fact]
    public void A_tornado_is_sorted_and_its_levers_push_the_way_they_say() => any.Sample(one =>
    {
        IReadOnlyList<TornadoBar> bars = Tornado.Of(one.Outlook, pick => Crossing.Of(Need(one.Outlook, one.Training, one.Inference, pick: pick), Ceiling(one.Ceiling)));
        for (int k = 1; k < bars.Count; k++) Assert.True(bars[k - 1].Years >= bars[k].Years);
        foreach (TornadoBar bar in bars)
            Assert.True(bar.Lever.Hastens() ? bar.AtHigh.Year <= bar.AtLow.Year + 1e-8 : bar.AtLow.Year <= bar.AtHigh.Year + 1e-8, $"{bar}");
    }, iter: 300);

    /// <summary>By hand, at 2 a year from 10 to 40 MW: hardware 1 or 1.6 gives growth 2 or 1.25, ln 4 / ln 1.25 = 6.2 years; demand 2 to 2.5 gives 1.5 years.</summary>
    [Fact]
    public void The_widest_bar_is_the_lever_that_moves_the_year_most()
    {
        GrowthOutlook outlook = Still with { InferenceTokens = Between(2, 2, 2.5), Hardware = Between(1, 1, 1.6) };
        IReadOnlyList<TornadoBar> bars = Tornado.Of(outlook, pick => Crossing.Of(Need(outlook, 0, 10, pick: pick), Ceiling(40)));
        Assert.Equal([GrowthLever.Hardware, GrowthLever.InferenceTokens], bars.Select(bar => bar.Lever));
        Assert.Equal(Math.Log(4) / Math.Log(1.25) - 2, bars[0].Years, 1e-9);
        Assert.Equal(2 - Math.Log(4) / Math.Log(2.5), bars[1].Years, 1e-9);
    }
}
