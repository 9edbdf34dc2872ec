using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Banks whose coolant nears its limit give way before it is reached: share = (T_most − T − 60 s·dT/dt)/4 K.</summary>
public sealed class CoolantHoldTests
{
    private static readonly ControlFacts facts = new() { Banks = 2 };

    private static HeatReading At(double celsius) => new(celsius.DegreesCelsius, 60.DegreesCelsius);

    private static double[] Beat(Envelope envelope, HeatReading? coolant, HeatReading? air = null)
    {
        var seen = new Observation(0, 0, 0, 0, banks: 2) { Step = TimeSpan.FromSeconds(1), CeilingNow = Endless, CeilingSoon = Endless, CeilingAhead = Endless };
        seen.Banks[0] = new(coolant, air);
        return envelope.Beat(seen, banks: 2).BankShare;
    }

    private static double[] After(int beats, Envelope envelope, HeatReading? coolant, HeatReading? air = null)
    {
        for (int k = 1; k < beats; k++) Beat(envelope, coolant, air);
        return Beat(envelope, coolant, air);
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(56, 1)]
    [InlineData(57, 0.75)]
    [InlineData(59, 0.25)]
    [InlineData(60, 0.02)]
    [InlineData(70, 0.02)]
    public void The_warmer_the_less_and_only_behind_that_coolant(double celsius, double share)
    {
        Close([share, 1], After(200, Of(facts: facts), At(celsius)));
        Close([share, 1], After(200, Of(facts: facts), At(30), At(celsius)));
    }

    [Fact]
    public void What_it_changed_is_told()
    {
        Envelope envelope = Of(facts: facts);
        After(200, envelope, At(58));
        Assert.Equal([new Change(OrderKind.BankShare, 0, 1, 0.5, HoldReason.Heat)], envelope.Held.Changes.ToArray());
    }

    [Fact]
    public void It_is_taken_by_a_hundredth_a_second_and_given_back_by_a_fifth_of_that()
    {
        Envelope envelope = Of(facts: facts);
        Close([0.99, 1], Beat(envelope, At(60)));
        Close([0.98, 1], Beat(envelope, At(60)));
        Close([0.982, 1], Beat(envelope, At(40)));
    }

    /// <summary>0.1 K/s: at 50 °C a minute more ends at 56 °C, and at 51 °C at 57 °C.</summary>
    [Fact]
    public void What_warms_is_met_before_it_is_warm()
    {
        Envelope envelope = Of(facts: facts);
        double celsius = 20, first = double.NaN;
        for (; celsius < 58; celsius += 0.1)
            if (Beat(envelope, At(celsius))[0] < 1 && double.IsNaN(first)) first = celsius;
        Assert.InRange(first, 49.9, 50.3);
        Assert.Equal(1, After(1, Of(facts: facts), At(55.9))[0]);          // one reading is no trend
    }

    [Fact]
    public void What_cools_is_no_reason_to_wait()
    {
        Envelope envelope = Of(facts: facts);
        After(200, envelope, At(58));
        double[] share = [];
        for (int k = 0; k < 100; k++) share = Beat(envelope, At(58 - 0.05 * k));
        Assert.InRange(share[0], 0.69, 0.71);                             // 0.5 + 100 · 0.002
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_reading_that_is_no_number_changes_nothing(double kelvin)
    {
        Envelope envelope = Of(facts: facts);
        After(200, envelope, At(58));
        HeatReading no = new(Temperature.FromSi(kelvin), 60.DegreesCelsius);
        Close([0.5, 1], After(50, envelope, no));
        Close([0.5, 1], After(50, envelope, new(58.DegreesCelsius, Temperature.FromSi(double.NaN))));
        Close([0.5, 1], Beat(envelope, At(58)));
    }

    /// <summary>Who was capped for heat and reads nothing any more is not let up, and a bank that warmed when its sensor was lost is taken to warm on.</summary>
    [Fact]
    public void A_reading_that_is_gone_lets_nothing_up_and_warms_on()
    {
        Envelope still = Of(facts: facts), warming = Of(facts: facts), unread = Of(facts: facts);
        After(200, still, At(58));
        Close([0.5, 1], After(100, still, null));
        for (int k = 0; k < 60; k++) Beat(warming, At(50 + 0.02 * k));
        double before = Beat(warming, null)[0];
        Assert.InRange(After(100, warming, null)[0], before - 0.02 * 100 / 4 - 0.01, before - 0.01 * 100 / 4);
        Close([1, 1], After(100, unread, null));
    }

    [Fact]
    public void Where_the_limit_is_passed_the_share_falls_five_times_as_fast()
    {
        Envelope envelope = Of(facts: facts);
        Assert.Equal(0.95, Beat(envelope, At(60.1))[0], 1e-9);
        Assert.Equal(0.94, Beat(envelope, At(60))[0], 1e-9);
    }

    [Fact]
    public void A_restart_goes_on_where_it_was()
    {
        Envelope before = Of(facts: facts), after = Of(facts: facts);
        for (int k = 0; k < 40; k++) Beat(before, At(54 + 0.05 * k));
        after.TakeOver(before.Memory!);
        for (int k = 40; k < 60; k++) Assert.Equal(Beat(before, At(54 + 0.05 * k)), Beat(after, At(54 + 0.05 * k)));
    }
}
