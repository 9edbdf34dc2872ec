using System.Text.RegularExpressions;

namespace Headroom.Docs.Tests;

/// <summary>Links between pages lead somewhere, and the project names no machine of ours.</summary>
public partial class LinkTests
{
    public static TheoryData<string> Pages() => new(Repository.Pages());

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_of_a_page_lead_to_files_that_are_there(string page)
    {
        string folder = Path.GetDirectoryName(Repository.At(page))!;
        foreach (Match match in Link().Matches(File.ReadAllText(Repository.At(page))))
        {
            string target = match.Groups[1].Value.Split('#')[0];
            if (target.Length == 0 || target.Contains("://", StringComparison.Ordinal)) continue;
            string path = Path.Combine(folder, target);
            Assert.True(File.Exists(path) || Directory.Exists(path), $"{page} links to {target}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_names_no_folder_of_the_machine_it_was_written_on(string page) =>
        Assert.DoesNotMatch("/(work|home|root|tmp)/", File.ReadAllText(Repository.At(page)));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")] private static partial Regex Link();
}
