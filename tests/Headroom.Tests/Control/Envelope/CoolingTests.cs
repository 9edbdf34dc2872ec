using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Cooling that grows by itself: κ' = κ + (latency + 2 steps)·max(0, mean dκ/dt over 10 s); and coolant over steps of any length. Worked by hand.</summary>
public sealed class CoolingTests
{
    private static double Gate(Envelope envelope, double ratio, double step = 1)
    {
        Observation seen = Sees([Service(0, 0)]);
        (seen.CeilingAhead, seen.DrawPerItRatio, seen.Step) = (100.Megawatts, ratio, TimeSpan.FromSeconds(step));
        return envelope.Beat(seen).Gates()[0];
    }

    [Theory]
    [InlineData(1, 1.201, 4 * 1e-4)]            // 0.001/s, a tenth of it counts after a second, over 2 s and two steps
    [InlineData(0.5, 1.2005, 3 * 0.5e-4)]
    [InlineData(2, 1.202, 6 * 2e-4)]
    [InlineData(20, 1.22, 42 * 1e-3)]           // longer than the mean is taken over
    [InlineData(1, 1.3, 4 * 2e-4)]              // IT power that jumps is no trend of the cooling
    [InlineData(2, 1.5, 6 * 4e-4)]
    [InlineData(1, 1.1, 0)]                     // nor does cooling that falls make room
    [InlineData(1, 1.2, 0)]
    public void Cooling_that_grows_grows_on_until_caps_have_landed(double step, double then, double rise)
    {
        Envelope envelope = Of();
        Assert.Equal(100 / 1.2, Gate(envelope, 1.2, step), 1e-9);
        Assert.Equal(100 / (then + rise), Gate(envelope, then, step), 1e-9);
    }

    [Fact]
    public void A_trend_goes_on_and_fades_over_ten_seconds_once_cooling_stands()
    {
        Envelope envelope = Of();
        double ratio = 1.2;
        Gate(envelope, ratio);
        for (int beat = 0; beat < 200; beat++) Gate(envelope, ratio += 0.001);
        Assert.Equal(100 / (ratio + 0.001 + 4e-3), Gate(envelope, ratio += 0.001), 1e-9);
        Assert.Equal(100 / (ratio + 0.9 * 4e-3), Gate(envelope, ratio), 1e-9);
        Assert.Equal(100 / (ratio + 0.81 * 4e-3), Gate(envelope, ratio), 1e-9);
    }

    [Fact]
    public void A_ratio_that_is_no_number_is_no_trend()
    {
        Envelope envelope = Of();
        Gate(envelope, 1.2);
        Gate(envelope, double.PositiveInfinity);
        Gate(envelope, 1.2);
        Assert.Equal(100 / 1.2, Gate(envelope, 1.2), 1e-9);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_ratio_that_is_no_number_does_not_end_a_trend(double none)
    {
        Envelope envelope = Of();
        double ratio = 1.2;
        for (int beat = 0; beat < 200; beat++) Gate(envelope, ratio += 0.001);
        Gate(envelope, none);
        Gate(envelope, ratio);
        // two beats of which nobody knows how cooling moved
        Assert.Equal(100 / (ratio + 0.001 + 4e-3 * (0.9 * 0.81 + 0.1)), Gate(envelope, ratio += 0.001), 1e-9);
    }

    private static readonly ControlFacts bank = new() { Banks = 1 };

    private static double Share(Envelope envelope, double? celsius, double step = 1)
    {
        var seen = new Observation(0, 0, 0, 0, banks: 1) { Step = TimeSpan.FromSeconds(step), CeilingNow = Endless, CeilingSoon = Endless, CeilingAhead = Endless };
        seen.Banks[0] = new(celsius is { } warmest ? new HeatReading(warmest.DegreesCelsius, 60.DegreesCelsius) : null, null);
        return envelope.Beat(seen, banks: 1).BankShare[0];
    }

    [Theory]
    [InlineData(2, 0.98)]
    [InlineData(0.5, 0.995)]
    [InlineData(10, 0.9)]
    public void Heat_takes_a_hundredth_in_a_second_however_long_a_step_is(double step, double share) => Assert.Equal(share, Share(Of(facts: bank), 60, step), 1e-9);

    [Theory]
    [InlineData(2, 0.904)]
    [InlineData(0.5, 0.901)]
    public void And_gives_back_a_fifth_of_that(double step, double share)
    {
        Envelope envelope = Of(facts: bank);
        Assert.Equal(0.9, Share(envelope, 60, 10), 1e-9);
        Assert.Equal(share, Share(envelope, 40, step), 1e-9);
    }

    /// <summary>50 to 56 °C in 100 s: 0.06 K/s, of which 100/(100 + 20) is believed, and a minute of it is 3 K.</summary>
    [Fact]
    public void What_warms_is_believed_as_far_as_it_lasted_and_a_minute_of_it_counts()
    {
        Envelope envelope = Of(facts: bank);
        Assert.Equal(1, Share(envelope, 50, 100));
        Assert.Equal((60 - 56 - 3) / 4.0, Share(envelope, 56, 100), 1e-9);
    }

    /// <summary>0.02 K/s for long: slow enough for the share to follow.</summary>
    [Fact]
    public void What_warms_steadily_is_met_a_minute_ahead()
    {
        Envelope envelope = Of(facts: bank);
        double celsius = 45;
        while (celsius < 57) Share(envelope, celsius += 0.02);
        Assert.Equal((60 - celsius - 0.02 - 1.2) / 4, Share(envelope, celsius + 0.02), 1e-6);
    }

    [Fact]
    public void What_cools_counts_as_it_is_read()
    {
        Envelope envelope = Of(facts: bank);
        for (int beat = 0; beat < 200; beat++) Share(envelope, 58);
        double celsius = 58;
        for (int beat = 0; beat < 100; beat++) Share(envelope, celsius -= 0.002);
        Assert.Equal((60 - celsius) / 4, Share(envelope, celsius), 1e-6);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(30.0)]
    public void However_long_a_bank_was_cool_or_unread_it_gives_way_as_soon_as_it_is_hot(double? celsius)
    {
        Envelope envelope = Of(facts: bank);
        for (int beat = 0; beat < 500; beat++) Share(envelope, celsius);
        Assert.Equal(0.95, Share(envelope, 70), 1e-9);          // it is too hot already
    }
}
