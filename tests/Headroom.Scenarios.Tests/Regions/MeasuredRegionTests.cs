namespace Headroom.Scenarios.Tests.Regions;

/// <summary>The measured regions of the catalog are what their hourly years say, to the last digit kept.</summary>
public class MeasuredRegionTests
{
    public static TheoryData<string> Regions => [.. HourlyYear.FileOf.Keys.Order()];

    [Theory, MemberData(nameof(Regions))]
    public void The_catalog_holds_the_normals_of_the_hourly_year(string region)
    {
        HourlyYear hours = HourlyYear.OrSkip(HourlyYear.FileOf[region]);
        string path = Repository.Path("data", "regions", region + ".yaml");
        string text = File.ReadAllText(path);
        int marker = text.IndexOf(MeasuredBlock.Marker, StringComparison.Ordinal);
        string expected = MeasuredBlock.Of(hours, OffsetHours(text));
        if (Repository.Updates("HEADROOM_UPDATE_REGIONS")) File.WriteAllText(path, text[..marker] + expected);
        else Assert.Equal(expected, text[marker..]);
    }

    private static double OffsetHours(string yaml)
    {
        string line = yaml.Split('\n').First(one => one.StartsWith("timeZone:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
