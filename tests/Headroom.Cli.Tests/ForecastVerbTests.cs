using System.Globalization;
using System.Text.Json;
using Headroom.Tests;

namespace Headroom.Cli.Tests;

public sealed class ForecastVerbTests : IDisposable
{
    static readonly SchemaCheck schema = new("forecast.schema.json");
    readonly Scratch scratch = new();
    public void Dispose() => scratch.Dispose();

    static Ran Forecast(params string[] args) => FakeEngine.Run(Engine.Real, ["forecast", .. args]);
    static string Example(string name) => Path.Combine(AppContext.BaseDirectory, "../../../../../examples", name + ".yaml");
    static JsonElement Json(params string[] args) => JsonDocument.Parse(Forecast([.. args, "--json"]).Out).RootElement;
    static JsonElement Ceiling(JsonElement document, string name) => document.GetProperty("ceilings").EnumerateArray().Single(one => one.GetProperty("name").GetString() == name);

    string Site(string text)
    {
        File.WriteAllText(scratch.At("own.yaml"), text);
        return scratch.At("own.yaml");
    }

    /// <summary>A site whose work doubles every year, for sums in the head.</summary>
    const string Doubling = """
        site: own
        region: us-tex-ercot
        year: 2027
        weather: 15 °C
        grid: {firm: 50 MW}
        tree: {efficiency: 100 %}
        halls: [{name: A, power: 500 MW, perRack: 15 kW, cooling: air, supply: 24 °C}]
        racks: {hgx-h200: {atMost: 9000}}
        services:
          - {name: chat, model: llama-3.1-70b, demand: {peak: 1e7 tok/s, shape: flat}, latency: {ttft: 2 s, tpot: 50 ms}}
        growth: {inference: {low: 3, mid: 4, high: 5}, hardware: 1.25, software: {low: 1.2, mid: 1.6, high: 2}}

        """;

    [Theory, InlineData("edge"), InlineData("enterprise"), InlineData("hyperscale"), InlineData("sovereign"), InlineData("frontier")]
    public void An_example_fits_a_hundred_columns_and_answers(string example)
    {
        Ran ran = Forecast(Example(example));
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.All(ran.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Contains(" is met in 20", ran.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory, InlineData("edge"), InlineData("enterprise"), InlineData("hyperscale"), InlineData("sovereign")]
    public void A_document_fits_the_schema(string example) => Assert.Empty(schema.Faults(Forecast(Example(example), "--json").Out));

    [Fact]
    public void The_year_of_a_site_that_doubles_is_the_logarithm_of_its_ratio()
    {
        JsonElement document = Json(Site(Doubling)), firm = Ceiling(document, "firm grid");
        double need = firm.GetProperty("needAtFirst").GetDouble(), year = firm.GetProperty("met").GetProperty("mid").GetProperty("year").GetDouble();
        Assert.Equal(2027 + Math.Log2(50 / need), year, 1e-9);
        Assert.Equal(year + 1, firm.GetProperty("met").GetProperty("atDoubleCeiling").GetProperty("year").GetDouble(), 1e-9);
        Assert.Equal(year + 1, firm.GetProperty("met").GetProperty("atHalfJoules").GetProperty("year").GetDouble(), 1e-9);
        Assert.Contains("Twice the ceiling buys 1.0 year, and so does half the joules per token.", Forecast(Site(Doubling)).Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Assert.Equal("inferenceTokens", firm.GetProperty("tornado")[0].GetProperty("lever").GetString());
    }

    [Fact]
    public void A_last_year_is_told_and_no_later_one()
    {
        JsonElement document = Json(Site(Doubling), "--until", "2030");
        Assert.Equal((2030, 4), (document.GetProperty("until").GetInt32(), document.GetProperty("years").GetArrayLength()));
        Assert.Equal("later", Ceiling(Json(Site(Doubling), "--until", "2028"), "halls").GetProperty("met").GetProperty("mid").GetProperty("is").GetString());
    }

    [Theory, InlineData("2027"), InlineData("soon"), InlineData("2999"), InlineData("2030.5")]
    public void A_last_year_that_is_none_is_refused(string until)
    {
        Ran ran = Forecast(Site(Doubling), "--until", until);
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains("a year from 2028 to 2150", ran.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_of_the_file_and_of_the_command_are_told_at_once()
    {
        string broken = Site(Doubling.Replace("hardware: 1.25", "hardware: 25 %", StringComparison.Ordinal).Replace("mid: 4,", "mid: 6,", StringComparison.Ordinal));
        Ran ran = Forecast(broken, "--until", "soon");
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Golden.Matches(ran.Error.Replace("\n      ", " ", StringComparison.Ordinal).Replace(broken, "own.yaml", StringComparison.Ordinal), "forecast-wrong.txt"); // lines break where the path lets them
        JsonElement document = Json(broken, "--until", "soon");
        Assert.Equal(("wrongInput", 3), (document.GetProperty("status").GetString(), document.GetProperty("findings").GetArrayLength()));
        Assert.Empty(schema.Faults(Forecast(broken, "--json").Out));
        Assert.Empty(schema.Faults(FakeEngine.Run(Engine.Real, "forecast", "--json").Out));
    }

    /// <summary>One file, two growths: which of them this answer rests on is said.</summary>
    [Fact]
    public void Growth_that_is_for_a_plan_over_years_is_said_to_be_left_out()
    {
        Ran ran = Forecast(Example("growing"));
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.Contains("expansion: growth for `plan` over years, which a forecast does not use", ran.Out.Replace("\n      ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("for `plan` over years", Forecast(Example("sovereign")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void A_site_without_work_has_no_forecast_and_says_so()
    {
        Ran ran = Forecast(Site("site: own\nregion: fi\ngrid: {firm: 10 MW}\notherLoad: 5 MW\n"));
        Assert.Equal(1, ran.Code);
        Assert.Contains("nothing grows", ran.Out, StringComparison.Ordinal);
        Assert.Equal("noWork", Json(scratch.At("own.yaml")).GetProperty("status").GetString());
    }

    [Fact]
    public void The_folder_holds_document_table_picture_and_report()
    {
        Ran ran = Forecast(Example("hyperscale"), "--out", scratch.At("out"));
        Assert.Contains("Wrote forecast.json, forecast.csv, forecast.svg, report.html", ran.Out, StringComparison.Ordinal);
        string Text(string name) => File.ReadAllText(Path.Combine(scratch.At("out"), name));
        Assert.Equal(Forecast(Example("hyperscale"), "--json").Out, Text("forecast.json"));
        string[] rows = Text("forecast.csv").TrimEnd('\n').Split('\n');
        Assert.Equal(15, rows.Length);
        Assert.All(rows[0].Split(',').Skip(1), head => Assert.EndsWith("[MW]", head, StringComparison.Ordinal));
        Assert.All(rows, row => Assert.Equal(rows[0].Split(',').Length, row.Split(',').Length));
        JsonElement first = JsonDocument.Parse(Text("forecast.json")).RootElement.GetProperty("years")[0];
        Assert.Equal(first.GetProperty("mid").GetProperty("total").GetDouble(), double.Parse(rows[1].Split(',')[2], CultureInfo.InvariantCulture), 1e-5);
        System.Xml.Linq.XDocument.Parse(Text("forecast.svg"));
        Assert.DoesNotContain("NaN", Text("forecast.svg"), StringComparison.Ordinal);
        string page = Text("report.html");
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.Ordinal);
        Assert.Contains(Text("forecast.svg"), page, StringComparison.Ordinal);
    }
}
