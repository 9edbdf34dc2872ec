using System.Text;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.Series;

public sealed class EpwTests
{
    /// <summary>A made-up year at UTC+2: the dry bulb is the hour of the local day, the sun shines from 6 to 18.</summary>
    private static string Epw(Func<int, string, string>? change = null, string zone = "2.0")
    {
        var text = new StringBuilder($"LOCATION,Nowhere,-,XXX,TMYx,999999,50.0,30.0,{zone},100.0\n");
        foreach (string header in new[] { "DESIGN CONDITIONS,0", "TYPICAL/EXTREME PERIODS,0", "GROUND TEMPERATURES,0",
            "HOLIDAYS/DAYLIGHT SAVINGS,No,0,0,0", "COMMENTS 1,made up", "COMMENTS 2,", "DATA PERIODS,1,1,Data,Sunday, 1/ 1,12/31" })
            text.Append(header).Append('\n');
        var start = new DateTime(2021, 1, 1);
        for (int t = 0; t < 8760; t++)
        {
            DateTime at = start.AddHours(t);
            bool isDay = at.Hour is >= 6 and < 18;
            string row =
                $"2005,{at.Month},{at.Day},{at.Hour + 1},60,?9?9,{at.Hour}.0,2.0,50,101000,0,0,300,"
                + $"{(isDay ? 500 : 0)},{(isDay ? 400 : 0)},{(isDay ? 100 : 0)},"
                + "0,0,0,0,180,6.0,5,5,20,77777,9,999999999,100,0.1,0,88,0.2,0,1";
            text.Append(change?.Invoke(t, row) ?? row).Append('\n');
        }
        return text.ToString();
    }

    private static SiteReading Read(string epw, string year = "2027")
    {
        using var folder = new TemporaryFolder();
        folder.Write("w.epw", epw);
        return SiteFile.Read(folder.Write("site.yaml",
            $"site: x\nyear: {year}\nweather: w.epw\ngrid: {{firm: 10 MW, price: 40 $/MWh}}\n"
            + "supply: {solar: {atMost: 5 MW}, wind: {atMost: 5 MW}}\notherLoad: 5 MW\n"));
    }

    [Fact]
    public void Local_hours_become_hours_of_utc()
    {
        Site site = Read(Epw()).Site!;
        Assert.Equal(2, site.Weather.DryBulb[0].Celsius, 9);       // 0:00 UTC is 2:00 at UTC+2
        Assert.Equal(1, site.Weather.DryBulb[8759].Celsius, 9);
        Assert.All(Enumerable.Range(0, 8760), t => Assert.True(site.Weather.WetBulb[t].Kelvin <= site.Weather.DryBulb[t].Kelvin));
        Assert.InRange(site.Generators[0].AvailableFraction.Average(), 0.1, 0.6);
        Assert.InRange(site.Generators[1].AvailableFraction.Average(), 0.2, 0.9);
    }

    [Fact]
    public void Broken_offsets_lie_between_two_hours() => Assert.Equal(2.5, Read(Epw(zone: "2.5")).Site!.Weather.DryBulb[0].Celsius, 9);

    [Fact]
    public void A_leap_year_repeats_a_day() => Assert.Equal(8784, Read(Epw(), "2028").Site!.Weather.DryBulb.Hours);

    [Theory]
    [InlineData(",2.0,50,101000", ",2.0,999,101000", "relative humidity")]
    [InlineData(",60,?9?9,3.0,", ",60,?9?9,99.9,", "dry bulb")]
    [InlineData(",60,?9?9,3.0,", ",60,?9?9,warm,", "\"warm\" is no number")]
    [InlineData(",60,?9?9,3.0,", ",60,?9?9,-90,", "-70 to 70")]
    public void Missing_and_impossible_values_name_their_row(string from, string to, string words)
    {
        SiteReading reading = Read(Epw((t, row) => t == 3 ? row.Replace(from, to, StringComparison.Ordinal) : row));
        Finding finding = Assert.Single(reading.Findings, one => one.File == "w.epw");
        Assert.Equal(("w.epw", 12), (finding.File, finding.Line));
        Assert.Contains(words, finding.Sentence(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_file_is_a_finding()
    {
        string epw = Epw();
        Assert.Contains("8,759 hours of data",
            Assert.Single(Read(epw[..(epw.TrimEnd('\n').LastIndexOf('\n') + 1)]).Findings, one => one.File == "w.epw")
            .Sentence(), StringComparison.Ordinal);
        Assert.Contains("no LOCATION line", Assert.Single(Read("time_utc,temperature_c\n").Findings, one => one.File == "w.epw")
            .Sentence(),
            StringComparison.Ordinal);
    }
}
