using Headroom.Operator.Secrets;
using Headroom.Scenarios;
using Headroom.Scenarios.FieldFiles;
using Headroom.Scenarios.GridFiles;
using Headroom.Sites;

namespace Headroom.Operator.Tests;

/// <summary>Where secrets of field and grid files are: said, read and missed in the same way everywhere.</summary>
public sealed class SecretTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-secret-").FullName;
    private readonly List<Finding> findings = [];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private KeptSecret Kept(string? value = null) => new(folder, name => name == "TOKEN" ? value : null, findings);

    private const string Rack = """racks: [{names: [A-1], address: "https://a.example/", part: A, rack: gb200-nvl72}]""";

    [Theory]
    [InlineData("bms: {broker: mqtts://b.example, integration: us, states: [{name: a, point: CDU/LeakDetect/x}], PLACES}", 3)]
    [InlineData("accounts: {bmc: {user: us, PLACES}}", 3)]
    public void Two_places_are_one_too_many_in_a_field_file(string block, int line)
    {
        string text = $"field: x\n{Rack}\n{block}";
        FieldFileReading reading = FieldFile.Parse(text.Replace("PLACES", "passwordVariable: A, passwordFile: b", StringComparison.Ordinal), "field.yaml");
        Assert.Equal((line, "two places for one password"), (reading.Findings[0].Line!.Value, Assert.Single(reading.Findings).Read));
        Assert.Empty(FieldFile.Parse(text.Replace("PLACES", "passwordFile: b", StringComparison.Ordinal), "field.yaml").Findings);
    }

    [Theory]
    [InlineData("passwordVariable: A, passwordFile: b", "two places for one password")]
    [InlineData("passwordVariable: A", null)]
    [InlineData("passwordFile: b", null)]
    [InlineData("takesUnsigned: false", null)]
    public void Two_places_are_one_too_many_in_a_grid_file(string places, string? read)
    {
        GridFileReading reading = GridFile.Parse(
            $$"""
            grid: x
            dsxFlex: {name: x, broker: mqtts://b.example, key: k.pem, parties: [a=b.pem], feeds: [{tag: t, maximum: 1 MW}], {{places}}}
            """, "grid.yaml");
        Assert.Equal(read, reading.Findings.SingleOrDefault()?.Read);
    }

    [Fact]
    public async Task A_variable_is_read_when_the_service_starts_and_a_file_whenever_it_is_needed()
    {
        string file = Path.Combine(folder, "token");
        await File.WriteAllTextAsync(file, "first\r\n", TestContext.Current.CancellationToken);
        Func<CancellationToken, ValueTask<string>> ofFile = Kept().Of(new(null, "token"), "bms.password", "a token")!;
        Func<CancellationToken, ValueTask<string>> ofVariable = Kept("held").Of(new("TOKEN"), "bms.password", "a token")!;
        Assert.Equal(("first", "held"), (await ofFile(default), await ofVariable(default)));
        await File.WriteAllTextAsync(file, "second\n", TestContext.Current.CancellationToken);
        Assert.Equal(("second", "held"), (await ofFile(default), await ofVariable(default)));
        Assert.Empty(findings);
        Assert.Null(Kept().Of(null, "bms.password", "a token"));
    }

    [Fact]
    public void What_is_missing_is_told_with_its_key()
    {
        Kept().Of(new("TOKEN"), "bms.password", "a token", line: 7);
        Kept("").Of(new("TOKEN"), "bms.password", "a token");
        Kept().Of(new(null, "nowhere"), "dsxFlex.password", "a token");
        Assert.Equal(["bms.passwordVariable: no environment variable TOKEN", "bms.passwordVariable: no environment variable TOKEN", "dsxFlex.passwordFile: no file nowhere"],
            findings.Select(one => $"{one.Path}: {one.Read}"));
        Assert.Equal(7, findings[0].Line);
    }
}
