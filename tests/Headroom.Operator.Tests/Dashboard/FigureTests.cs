using Headroom.Operator.Web.Dashboard;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Dashboard;

public sealed class FigureTests
{
    [Theory]
    [InlineData(172e6, "172.0 MW")]
    [InlineData(4.096e6, "4.10 MW")]
    [InlineData(999.6e3, "1.00 MW")]
    [InlineData(27_280, "27.28 kW")]
    [InlineData(1.2345e9, "1.23 GW")]
    [InlineData(-2.5e6, "−2.50 MW")]
    [InlineData(0, "0 MW")]
    [InlineData(1e-9, "0 MW")]
    [InlineData(double.PositiveInfinity, "no limit")]
    [InlineData(double.NaN, "–")]
    public void Power_keeps_its_count_of_digits_and_its_unit(double watts, string shown) => Assert.Equal(shown, Shown.Text(Power.FromSi(watts)));

    [Theory]
    [InlineData(45, "45 s")]
    [InlineData(60, "1 min")]
    [InlineData(90, "1 min 30 s")]
    [InlineData(5400, "1 h 30 min")]
    [InlineData(187_200, "2 d 4 h")]
    public void A_length_has_two_units_at_most(double seconds, string shown) => Assert.Equal(shown, Shown.Length(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void A_history_has_a_sample_a_minute_and_forgets_after_a_day()
    {
        var history = new DayHistory();
        for (int second = 0; second < 26 * 3600; second += 20) history.Add(View(second, importMegawatts: 10 + second / 20 % 3, ceilingMegawatts: 20));
        IReadOnlyList<MinuteSample> day = history.Samples;
        Assert.Equal(DayHistory.MinutesKept + 1, day.Count);
        Assert.Equal(ShownSite.Noon + TimeSpan.FromHours(26) - TimeSpan.FromMinutes(1), day[^1].At);
        Assert.All(day, one => Assert.Equal((11e6, 12e6, 8e6), (Math.Round(one.Import.Watts), one.ImportMost.Watts, one.HeadroomLeast!.Value.Watts)));
    }

    [Fact]
    public void A_meter_that_is_not_read_leaves_a_gap_and_no_zero()
    {
        var history = new DayHistory();
        history.Add(View(0, null, 20));
        history.Add(View(1, 12, 18));
        history.Add(View(2, null, 17));
        MinuteSample minute = Assert.Single(history.Samples);
        Assert.Equal((1, 12e6, 12e6, 17e6, 6e6), (minute.Read, minute.Import.Watts, minute.ImportMost.Watts, minute.Ceiling.Watts, minute.HeadroomLeast!.Value.Watts));
    }

    [Fact]
    public void A_view_from_before_the_last_is_left_out()
    {
        var history = new DayHistory();
        history.Add(View(600, 12, 18));
        history.Add(View(0, 99, 18));
        Assert.Equal(12e6, Assert.Single(history.Samples).ImportMost.Watts);
    }

    [Fact]
    public void Tokens_per_joule_are_differences_of_one_window_divided_once()
    {
        var from = new CounterReading(ShownSite.Noon, Joules(100), Joules(200), Joules(300), Joules(360), [new("chat", Tokens(1000), Tokens(5), Joules(90)), new("batch", Tokens(10), default, Joules(10))]);
        var to = new CounterReading(ShownSite.Noon + TimeSpan.FromMinutes(5), Joules(200), Joules(325), Joules(500), Joules(610), [new("chat", Tokens(1400), Tokens(7), Joules(190)), new("batch", Tokens(110), default, Joules(40))]);
        TokenWindow window = TokenWindow.Between(from, to)!;
        Assert.Equal(TimeSpan.FromMinutes(5), window.Length);
        Assert.Equal(500, window.Tokens.Tokens);
        Assert.Equal((5.0, 4.0, 2.5, 2.0), (Per(window.Accelerator), Per(window.Server), Per(window.It), Per(window.Site)));
        Assert.Equal(1.25, window.Pue);
        Assert.Equal(new("chat", Tokens(400), Tokens(2), Joules(100)), window.Services[0]);

        double Per(Energy energy) => TokenWindow.Per(window.Tokens, energy)!.Value.TokensPerJoule;
    }

    [Fact]
    public void A_counter_that_began_anew_makes_no_figure()
    {
        CounterReading before = CounterReading.Of(ShownSite.At(60)), after = CounterReading.Of(ShownSite.At(0)) with { At = ShownSite.Noon + TimeSpan.FromMinutes(2) };
        Assert.Null(TokenWindow.Between(before, after));
        Assert.Null(TokenWindow.Between(before, before));
        Assert.Null(TokenWindow.Per(TokenCount.FromSi(5), Energy.Zero));
    }

    [Fact]
    public void A_window_is_as_long_as_it_says_or_as_the_process_has_run()
    {
        ShownSite site = ShownSite.Large();
        var history = new DayHistory();
        for (int second = 0; second <= 7260; second += 30)
        {
            site.Tell(ShownSite.At(second));
            history.Add(site.Now!);
        }
        Assert.Equal([TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromMinutes(121)], Look.At(site, history).Windows.Select(one => one.Length));
    }

    [Theory]
    [InlineData(0, 1, 1, true, "c h0", "0 to 10 % of rating")]
    [InlineData(0.55, 1, 1, true, "c h5", "50 to 60 % of rating")]
    [InlineData(1, 1, 1, true, "c h9", "90 to 100 % of rating")]
    [InlineData(1.02, 1, 1, true, "c h10", "above its rating")]
    [InlineData(0.71, 0.7, 0.7, true, "c h7 k", "70 to 80 % of rating, capped")]
    [InlineData(0.95, 1, 0.7, true, "c h9 w", "90 to 100 % of rating, order not yet followed")]
    [InlineData(0.65, 0.7, 1, true, "c h6 k w", "60 to 70 % of rating, capped, order not yet followed")]
    [InlineData(0, 1, 1, false, "c off", "off")]
    public void A_rack_is_one_character_a_look_and_words(double share, double cap, double requested, bool isOn, string look, string words)
    {
        int code = RackCode.Of(new("rack", 0, 1, share * 100.Kilowatts, 100.Kilowatts, cap, requested, null, isOn));
        Assert.InRange(code, 0, RackCode.Alphabet.Length - 1);
        Assert.Equal((look, words), (RackCode.Class(code), RackCode.Words(code)));
    }

    [Fact]
    public void A_banner_says_who_acts_how_old_figures_are_and_what_is_alarming()
    {
        ShownSite site = ShownSite.Large();
        var screen = new Screen(site);
        site.Tell(ShownSite.At(0) with { Happenings = [new(ShownSite.Noon, "alarm", "import 241 MW is above its ceiling of 240 MW"), new(ShownSite.Noon - TimeSpan.FromMinutes(11), "alarm", "an old one")] });
        Assert.Equal("Alarm at 12:00:00 UTC : import 241 MW is above its ceiling of 240 MW", Status());
        site.Tell(ShownSite.At(1) with { Happenings = [] });
        Assert.Equal("", Status());
        site.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal("", Status());
        site.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("No beat since 12:00:01 UTC . What you see is of then; devices keep their last orders, then their fail-safe.", Status());
        site.IsActive = false;
        Assert.Equal("This process stands by. It orders nothing; the figures are its last, of 12:00:01 UTC .", Status());

        string Status() => PageText.Seen(System.Xml.Linq.XElement.Parse($"<div>{screen.Now().Panels["status"]}</div>"));
    }

    private static Energy Joules(double joules) => Energy.FromSi(joules);
    private static TokenCount Tokens(double tokens) => TokenCount.FromSi(tokens);

    private static SiteView View(int second, double? importMegawatts, double ceilingMegawatts) => new()
    {
        Beat = second,
        At = ShownSite.Noon + TimeSpan.FromSeconds(second),
        Ceiling = ceilingMegawatts.Megawatts,
        Import = importMegawatts is { } import ? import.Megawatts : null,
        Draw = Power.Zero,
        Field = new(),
    };
}
