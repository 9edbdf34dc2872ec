namespace Tidy;

/// <summary>A rule that cannot fail protects nothing: each one is shown a snippet that breaks it and one that does not.</summary>
public class RulesCanFail
{
    [Fact]
    public void Sizes()
    {
        Assert.Single(SizeRules.Files(Cs(Repeat("// line\n", 401))));
        Assert.Empty(SizeRules.Files(Cs(Repeat("// line\n", 399))));
        Assert.Equal("a.cs:2: 141 columns, at most 140", Assert.Single(SizeRules.Columns(Cs("\n" + new string('x', 141)), 140)));
        Assert.Empty(SizeRules.Columns(Cs(new string('x', 140)), 140));
        Assert.Empty(SizeRules.Columns(Cs($"var s = \"{new string('x', 141)}\";"), 140));
        string body = Repeat("        x++;\n", 60);
        Assert.StartsWith("a.cs:1: a function of 6", Assert.Single(SizeRules.Functions(Cs($"class A {{ void F()\n{{\n{body}}}\n}}"), 60)),
            StringComparison.Ordinal);
        Assert.Empty(SizeRules.Functions(Cs("class A { void F() { } }"), 60));
    }

    [Theory]
    [InlineData("class SiteManager { }")]
    [InlineData("record PlanData(int X);")]
    [InlineData("static class StringUtil { }")]
    [InlineData("interface IFieldBase { }")]
    [InlineData("enum CoolingInfo { A }")]
    public void Empty_names(string text) => Assert.Single(NameRules.EmptyNames(Cs(text)));

    [Fact]
    public void Full_names() => Assert.Empty(NameRules.EmptyNames(Cs("class Database { } class BaseLoad { } record Site(int Data);")));

    [Fact]
    public void Regions()
    {
        Assert.Single(NameRules.Regions(Cs("class A\n{\n#region all\n#endregion\n}")));
        Assert.Empty(NameRules.Regions(Cs("class A { string s = \"#region\"; }")));
    }

    [Theory]
    [InlineData("var t = DateTime.Now;")]
    [InlineData("var t = DateTime.UtcNow;")]
    [InlineData("var r = new Random(1);")]
    [InlineData("var r = Random.Shared.Next();")]
    [InlineData("Console.WriteLine();")]
    [InlineData("var s = File.ReadAllText(path);")]
    [InlineData("var s = System.IO.File.ReadAllText(path);")]
    [InlineData("Socket s;")]
    [InlineData("Task.Run(F);")]
    [InlineData("Task<int> f = null;")]
    [InlineData("async void G() { }")]
    [InlineData("Thread.Sleep(1);")]
    public void Banned(string statement) => Assert.NotEmpty(NameRules.Banned(Cs($"class A {{ void F() {{ {statement} }} }}")));

    [Theory]
    [InlineData("var f = finding.File;")]
    [InlineData("var f = new Finding { File = path };")]
    [InlineData("var t = new DateTime(2027, 1, 1);")]
    [InlineData("// Console.WriteLine()")]
    public void Not_banned(string statement) => Assert.Empty(NameRules.Banned(Cs($"class A {{ void F() {{ {statement}\n }} }}")));

    [Fact]
    public void References()
    {
        static SourceFile Project(string name, string to) =>
            new($"src/{name}/{name}.csproj",
                $"<Project><ItemGroup><ProjectReference Include=\"../{to}/{to}.csproj\" /></ItemGroup></Project>");
        Assert.Single(LayerRules.References(Project("Headroom.Algebra", "Headroom.Solvers")));
        Assert.Single(LayerRules.References(Project("Headroom.Unheard", "Headroom")));
        Assert.Empty(LayerRules.References(Project("Headroom.Solvers", "Headroom.Algebra")));
    }

    [Theory]
    [InlineData("using Headroom.Planning; namespace Headroom.Sites; class A { }")]
    [InlineData("namespace Headroom.Sites; class A { Headroom.Planning.Planner p; }")]
    [InlineData("namespace Headroom.Sites; class A { Planning.Planner p; }")]
    [InlineData("using P = Headroom.Planning.Planner; namespace Headroom.Sites; class A { P p; }")]
    public void Arrows_that_turn_round(string text) => Assert.Contains(
        LayerRules.Arrows([new("src/Headroom/Planning/Planner.cs", "namespace Headroom.Planning; class Planner { }"),
            new("src/Headroom/Sites/A.cs", text)]),
        drift => drift.StartsWith("src/Headroom/Sites/A.cs:1: Sites uses Planning", StringComparison.Ordinal));

    [Fact]
    public void Arrows_that_point_down()
    {
        Assert.Empty(LayerRules.Arrows([new("src/Headroom/Sites/A.cs", "namespace Headroom.Sites; class A { }"),
            new("src/Headroom/Planning/P.cs", "using Headroom.Sites; namespace Headroom.Planning; class P { A a; }")]));
        Assert.Single(LayerRules.Arrows([new("src/Headroom/Odd/A.cs", "class A { }")]));
        Assert.Single(LayerRules.OnlyBy(new("src/Headroom.Scenarios/A.cs", "using Headroom.Planning;")));
        Assert.Empty(LayerRules.OnlyBy(new("src/Headroom.Cli/A.cs", "using Headroom.Planning;")));
    }

    [Fact]
    public void Trees()
    {
        Assert.Single(TreeRules.LockFiles(["src/A/A.csproj", "src/B/B.csproj", "src/B/packages.lock.json"]));
        Assert.Equal("src/A: no tests/A.Tests beside it",
            Assert.Single(TreeRules.TestProjects(["src/A/A.csproj", "src/A/A.cs", "src/C/C.csproj", "src/C/Program.cs", "src/B/B.csproj",
                "tests/B.Tests/B.Tests.csproj"])));
        Assert.Single(TreeRules.BuildMachine(Cs("// see " + "/wo" + "rk/shared/data")));
        Assert.Empty(TreeRules.BuildMachine(Cs("// see ../work/shared, net" + "/wo" + "rk/x")));
        Assert.Single(TreeRules.Registries(Cs("https://api.nuget" + ".org/v3/index.json")));
        Assert.Empty(TreeRules.Registries(Cs("https://docs.nvidia.com")));
        Assert.Single(TreeRules.Decisions(new("docs/decisions/0001-a.md", Repeat("line\n", 61))));
        Assert.Empty(TreeRules.Decisions(new("docs/decisions/0001-a.md", Repeat("line\n", 59))));
    }

    [Theory]
    [InlineData("facts:\n  price: {value: 5 $/MWh, year: 2026, kind: published}", "data/a.yaml:4: a number without source")]
    [InlineData("facts:\n  price: {low: 5 $/MWh, high: 6 $/MWh, source: one, kind: published}", "data/a.yaml:4: a number without year")]
    [InlineData("facts:\n  price: {mid: 5 $/MWh, source: two, year: 2026, kind: published}",
        "data/a.yaml:4: source 'two' does not stand under sources")]
    [InlineData("profile:\n  hours: [1, 2, 3]", "data/a.yaml:4: numbers without a source")]
    public void Numbers_without_a_source(string text, string drift) => Assert.Equal(drift, Assert.Single(SourcedNumbers.Of(Yaml(text))));

    [Theory]
    [InlineData("facts:\n  price: {value: 5 $/MWh, source: one, year: 2026, kind: published}")]
    [InlineData("facts:\n  price: {value: 5 $/MWh, source: [one], year: 2026, kind: published}")]
    [InlineData("profile:\n  source: one\n  hours: [1, 2, 3]")]
    [InlineData("racks:\n  - {name: a, accelerators: 72, cooling: [air, rearDoor]}")]
    public void Numbers_with_a_source(string text) => Assert.Empty(SourcedNumbers.Of(Yaml(text)));

    static SourceFile Cs(string text) => new("a.cs", text);
    static SourceFile Yaml(string text) => new("data/a.yaml", $"sources:\n  one: \"a book\"\n{text}");
    static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
