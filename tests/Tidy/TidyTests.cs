namespace Tidy;

/// <summary>The source against the house style. A drift is a line with file, line and what to do.</summary>
public class TidyTests(ITestOutputHelper report)
{
    [Fact]
    public void Files_stay_near_a_hundred_lines_and_never_pass_400() => Clean(SourceTree.CSharp.SelectMany(SizeRules.Files));

    [Fact]
    public void Functions_fit_a_page()
    {
        Report("functions past 60 lines", SourceTree.CSharp.SelectMany(file => SizeRules.Functions(file, SizeRules.FunctionBand)));
        Clean(SourceTree.CSharp.SelectMany(file => SizeRules.Functions(file, SizeRules.FunctionLimit)));
    }

    [Fact]
    public void Lines_fit_a_screen()
    {
        string[] wide = [.. SourceTree.CSharp.SelectMany(file => SizeRules.Columns(file, SizeRules.LineBand))];
        Report("lines past 140 columns", wide);
        int lines = SourceTree.CSharp.Sum(file => file.Lines.Length);
        Assert.True(wide.Length <= SizeRules.WideShare * lines,
            $"{wide.Length} of {lines} lines pass {SizeRules.LineBand} columns:\n{string.Join('\n', wide)}");
        Clean(SourceTree.Under("src/", ".cs").SelectMany(file => SizeRules.Columns(file, SizeRules.LineLimit)));
    }

    [Fact]
    public void No_name_ends_in_nothing() => Clean(SourceTree.Under("src/", ".cs").SelectMany(NameRules.EmptyNames));

    [Fact]
    public void No_region_hides_size() => Clean(SourceTree.CSharp.SelectMany(NameRules.Regions));

    [Fact]
    public void The_core_reaches_for_no_clock_chance_file_or_thread() =>
        Clean(((string[])["src/Headroom/", "src/Headroom.Algebra/", "src/Headroom.Quantities/"])
            .SelectMany(core => SourceTree.Under(core, ".cs")).SelectMany(NameRules.Banned));

    [Fact]
    public void Projects_reference_only_what_lies_below() => Clean(SourceTree.Under("src/", ".csproj").SelectMany(LayerRules.References));

    [Fact]
    public void Folders_of_the_core_use_only_what_they_may() => Clean(LayerRules.Arrows([.. SourceTree.Under("src/Headroom/", ".cs")]));

    [Fact]
    public void Nothing_plans_but_the_command_line_and_the_operator() =>
        Clean(SourceTree.Under("src/", ".cs").SelectMany(LayerRules.OnlyBy));

    [Fact]
    public void Every_project_has_a_lock_file() => Clean(TreeRules.LockFiles(Paths));

    [Fact]
    public void Every_source_project_has_its_tests() => Clean(TreeRules.TestProjects(Paths));

    [Fact]
    public void Nothing_names_a_build_machine() => Clean(SourceTree.Files.SelectMany(TreeRules.BuildMachine));

    [Fact]
    public void Nothing_names_a_package_feed() => Clean(SourceTree.Files.SelectMany(TreeRules.Registries));

    [Fact]
    public void A_decision_is_one_page() => Clean(SourceTree.Under("docs/decisions/", ".md").SelectMany(TreeRules.Decisions));

    [Fact]
    public void Every_number_of_the_catalog_has_a_source() => Clean(SourceTree.Under("data/", ".yaml").SelectMany(SourcedNumbers.Of));

    [Fact]
    public void The_tree_is_really_read() => Assert.True(SourceTree.CSharp.Count() > 100 && SourceTree.Under("data/", ".yaml").Any());

    static IReadOnlyCollection<string> Paths => [.. SourceTree.Files.Select(file => file.Path)];

    void Report(string what, IEnumerable<string> drifts)
    {
        string[] all = [.. drifts];
        report.WriteLine($"{all.Length} {what}");
        foreach (string drift in all) report.WriteLine($"  {drift}");
    }

    static void Clean(IEnumerable<string> drifts)
    {
        string[] all = [.. drifts];
        Assert.True(all.Length == 0, $"{all.Length} drifts:\n{string.Join('\n', all)}");
    }
}
