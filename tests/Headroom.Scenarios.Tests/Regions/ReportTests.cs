namespace Headroom.Scenarios.Tests.Regions;

/// <summary>docs/regions.md says what the code does today.</summary>
public class ReportTests
{
    [Fact]
    public void The_report_in_the_docs_is_the_one_this_code_writes()
    {
        foreach (string file in HourlyYear.FileOf.Values) HourlyYear.OrSkip(file);
        string path = Repository.Path("docs", "regions.md"), text = RegionReport.Write();
        if (!Repository.Updates("HEADROOM_UPDATE_GOLDEN"))
        {
            Assert.Equal(File.ReadAllText(path), text);
            return;
        }
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
