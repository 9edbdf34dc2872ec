using System.Text;
using System.Text.Json.Nodes;
using Headroom.Protocols.Coordination;
using Headroom.Protocols.Tests.DsxFlex;
using Headroom.Protocols.Tests.Schemas;

namespace Headroom.Protocols.Tests.Coordination;

public class CoordinationSchemaTests
{
    static string Root => Path.GetDirectoryName(SharedYaml.Above("Headroom.slnx")!)!;

    static SubsetSchema Schema(string kind) => new(JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "schema", "protocol",
        $"{kind}.schema.json")))!);

    public static TheoryData<string> Examples => [.. Directory.GetFiles(Path.Combine(Root, "docs", "protocol", "examples"),
        "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_fits_its_schema_and_is_read(string name)
    {
        string text = File.ReadAllText(Path.Combine(Root, "docs", "protocol", "examples", $"{name}.json"));
        JsonNode example = JsonNode.Parse(text)!;
        string kind = example["kind"]!.GetValue<string>();
        Assert.Empty(Schema(kind).Faults(example));
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Malformed? wrong;
        object? read = kind switch
        {
            "limit" or "cancel" or "heartbeat" => CoordinationMessage.Read(utf8, out wrong),
            "acknowledgement" => CoordinationAnswer.Read<Acknowledgement>(utf8, out wrong),
            "description" => CoordinationAnswer.Read<SiteDescription>(utf8, out wrong),
            "offers" => CoordinationAnswer.Read<OfferList>(utf8, out wrong),
            "limits" => CoordinationAnswer.Read<LimitList>(utf8, out wrong),
            "state" => CoordinationAnswer.Read<SiteState>(utf8, out wrong),
            "order" => CoordinationAnswer.Read<OrderWords>(utf8, out wrong),
            "evidence" => CoordinationAnswer.Read<EvidenceLink>(utf8, out wrong),
            _ => CoordinationAnswer.Read<CoordinationProblem>(utf8, out wrong),
        };
        Assert.True(read is not null, $"{wrong}");
        byte[] again = read is CoordinationMessage message ? message.Write() : ((CoordinationAnswer)read!).Write();
        Assert.Empty(Schema(kind).Faults(JsonNode.Parse(again)));
        if (read is EvidenceLink link) Assert.True(link.Follows(EvidenceLink.First));
    }

    [Fact]
    public void Every_kind_has_an_example_and_every_schema_notices_what_is_wrong()
    {
        string[] kinds = [.. Directory.GetFiles(Path.Combine(Root, "schema", "protocol")).Select(file =>
            Path.GetFileName(file)[..^".schema.json".Length])];
        Assert.Equal(11, kinds.Length);
        foreach (string kind in kinds)
        {
            string name = ((IEnumerable<ITheoryDataRow>)Examples).Select(one => (string)one.GetData()[0]!).First(one => one == kind);
            JsonNode example = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "docs", "protocol", "examples", $"{name}.json")))!;
            foreach (string required in Schema(kind).Faults(new JsonObject()).Select(fault =>
                fault.Split(' ')[^1]).Where(example.AsObject().ContainsKey))
            {
                JsonNode without = example.DeepClone();
                without.AsObject().Remove(required);
                Assert.NotEmpty(Schema(kind).Faults(without));
            }
            JsonNode other = example.DeepClone();
            other["protocol"] = "headroom-coordination/2";
            Assert.Single(Schema(kind).Faults(other));
        }
    }

    /// <summary>Schema and reader agree on what a limit is.</summary>
    [Theory]
    [InlineData("levelKilowatts", "-1")]
    [InlineData("levelKilowatts", "\"90 MW\"")]
    [InlineData("levelKilowatts", null)]
    [InlineData("holdSeconds", "60")]
    [InlineData("baselineShare", "0.5")]
    [InlineData("firmness", "\"maybe\"")]
    [InlineData("from", "\"soon\"")]
    [InlineData("name", "\"\"")]
    [InlineData("silence", "{\"intervalSeconds\":60}")]
    [InlineData("silence", "{\"intervalSeconds\":60,\"then\":\"panic\"}")]
    [InlineData("source", "{\"authority\":\"king\",\"id\":\"x\"}")]
    [InlineData("priority", "1.5")]
    public void What_the_schema_refuses_the_reader_refuses(string property, string? value)
    {
        JsonNode limit = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "docs", "protocol", "examples", "limit.json")))!;
        if (value is null) limit.AsObject().Remove(property);
        else limit[property] = JsonNode.Parse(value);
        Assert.NotEmpty(Schema("limit").Faults(limit));
        Assert.Null(CoordinationMessage.Read(Encoding.UTF8.GetBytes(limit.ToJsonString()), out Malformed? wrong));
        Assert.NotNull(wrong);
    }

    [Fact]
    public void A_hundred_thousand_mutations_never_throw_and_what_is_read_can_be_written_again()
    {
        byte[][] messages = [.. ((string[])["limit", "limit-share", "cancel", "heartbeat"]).Select(name =>
            File.ReadAllBytes(Path.Combine(Root, "docs", "protocol", "examples", $"{name}.json")))];
        byte[] link = File.ReadAllBytes(Path.Combine(Root, "docs", "protocol", "examples", "evidence.json"));
        var mutate = new Mutations(11);
        int read = 0;
        for (int k = 0; k < 100_000; k++)
        {
            if (CoordinationMessage.Read(mutate.Of(messages[k % messages.Length]), out _) is { } message)
            {
                read++;
                Assert.Equal(message.Write(), CoordinationMessage.Read(message.Write(), out _)!.Write());
            }
            if (k % 10 == 0) CoordinationAnswer.Read<EvidenceLink>(mutate.Of(link), out _);
        }
        Assert.InRange(read, 1, 99_999);
    }
}
