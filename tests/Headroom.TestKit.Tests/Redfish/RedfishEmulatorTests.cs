using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Headroom.Protocols.Tests.Redfish;
using Headroom.TestKit.Redfish;

namespace Headroom.TestKit.Tests.Redfish;

public class RedfishEmulatorTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static EmulatedService Whole(string name = "whole") =>
        new(name, new ManualTime(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero)), new() { Trays = 2 })
        {
            Cdu = new(),
            Pdu = new(),
            Leaks = new("a", "b"),
        };

    /// <summary>Every resource that links lead to, by path.</summary>
    private static async Task<Dictionary<string, JsonElement>> WalkAsync(HttpClient http, string from)
    {
        Dictionary<string, JsonElement> found = [];
        Queue<string> open = new([from]);
        while (open.TryDequeue(out string? path))
        {
            if (found.ContainsKey(path)) continue;
            using HttpResponseMessage response = await http.GetAsync(new Uri(path, UriKind.Relative), Stop);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{path} answers {response.StatusCode}");
            Assert.Equal("4.0", Assert.Single(response.Headers.GetValues("OData-Version")));
            JsonElement resource = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Stop)).RootElement;
            found[path] = resource;
            foreach (string link in LinksOf(resource)) open.Enqueue(link);
        }
        return found;
    }

    private static IEnumerable<string> LinksOf(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(one => one.Name == "@odata.id" ? [one.Value.GetString()!] : LinksOf(one.Value)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(LinksOf),
        _ => [],
    };

    [Theory]
    [InlineData(EmulatorAddresses.Ports), InlineData(EmulatorAddresses.Prefixes)]
    public async Task Every_link_leads_to_a_resource_that_keeps_the_published_schema(EmulatorAddresses addresses)
    {
        SchemaOracle oracle = new();
        EmulatedService service = Whole();
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service], addresses);
        using HttpClient http = new() { BaseAddress = emulator.AddressOf(service) };
        string prefix = emulator.AddressOf(service).AbsolutePath.TrimEnd('/');
        Dictionary<string, JsonElement> found = await WalkAsync(http, prefix + "/redfish/v1");
        Assert.InRange(found.Count, 80, 200);
        List<string> wrong = [];
        int judged = 0;
        foreach ((string path, JsonElement resource) in found)
        {
            Assert.Equal(path, resource.GetProperty("@odata.id").GetString());
            if (!oracle.Knows(resource.GetProperty("@odata.type").GetString()!)) continue;
            judged++;
            wrong.AddRange(oracle.Check(resource).Select(one => path + one));
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        // tasks, and collections whose schema is not beside the checkout, are walked and not judged
        Assert.InRange(found.Count - judged, 0, 10);
    }

    [Fact]
    public async Task The_metadata_names_every_schema_that_is_used()
    {
        EmulatedService service = Whole();
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using HttpClient http = new() { BaseAddress = emulator.AddressOf(service) };
        XDocument metadata = XDocument.Parse(await http.GetStringAsync(new Uri("redfish/v1/$metadata", UriKind.Relative), Stop));
        HashSet<string> named = [.. metadata.Descendants().Attributes("Namespace").Select(attribute => attribute.Value)];
        foreach (string type in (await WalkAsync(http, "/redfish/v1")).Values.SelectMany(TypesOf)) Assert.Contains(type[1..type.LastIndexOf('.')], named);
    }

    private static IEnumerable<string> TypesOf(JsonElement at) => at.ValueKind switch
    {
        JsonValueKind.Object => at.EnumerateObject().SelectMany(one => one.Name == "@odata.type" ? [one.Value.GetString()!] : TypesOf(one.Value)),
        JsonValueKind.Array => at.EnumerateArray().SelectMany(TypesOf),
        _ => [],
    };

    [Theory]
    [InlineData(EmulatorAddresses.Ports), InlineData(EmulatorAddresses.Prefixes)]
    public async Task Types_of_other_makers_are_served_with_their_properties_and_agree_with_the_published_ones(EmulatorAddresses addresses)
    {
        EmulatedService service = Whole();
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service], addresses);
        using HttpClient http = new() { BaseAddress = emulator.AddressOf(service) };
        XDocument metadata = XDocument.Parse(await http.GetStringAsync(new Uri("redfish/v1/$metadata", UriKind.Relative), Stop));
        string[] paths = [.. metadata.Descendants().Attributes("Uri").Select(uri => uri.Value).Where(uri => uri.StartsWith('/'))];
        Assert.Equal(2, paths.Length);
        Dictionary<string, string> types = [];
        foreach (string path in paths)
        {
            Dictionary<string, string> served = DefinedIn(XDocument.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative), Stop)));
            IEnumerable<string> included = metadata.Descendants().Single(one => one.Attribute("Uri")?.Value == path).Descendants().Select(one => one.Attribute("Namespace")!.Value);
            Assert.Equal(included.Order(), served.Keys.Where(one => !one.Contains('/', StringComparison.Ordinal)).Order());
            string published = Path.Combine(SharedRedfish.Folder("nvidia-oem-csdl"), Path.GetFileName(path));
            Dictionary<string, string> theirs = DefinedIn(XDocument.Load(published));
            foreach ((string name, string type) in served)
            {
                types[name] = type;
                Assert.Equal((name, theirs.GetValueOrDefault(name)), (name, type));
            }
        }
        foreach (string type in (await WalkAsync(http, emulator.AddressOf(service).AbsolutePath.TrimEnd('/') + "/redfish/v1")).Values.SelectMany(TypesOf).Where(type => type.StartsWith("#Nvidia", StringComparison.Ordinal)))
            Assert.Contains($"{type[1..type.LastIndexOf('.')]}/{type[(type.LastIndexOf('.') + 1)..]}", types.Keys);
    }

    /// <summary>Namespaces, types with what they stand on, and properties with their types, by where they stand.</summary>
    private static Dictionary<string, string> DefinedIn(XDocument schema)
    {
        Dictionary<string, string> defined = [];
        foreach (XElement space in schema.Descendants().Where(one => one.Name.LocalName == "Schema"))
        {
            string at = space.Attribute("Namespace")!.Value;
            defined[at] = "";
            foreach (XElement one in space.Elements().Where(one => one.Name.LocalName == "ComplexType"))
            {
                string type = $"{at}/{one.Attribute("Name")!.Value}";
                defined[type] = one.Attribute("BaseType")?.Value ?? "";
                foreach (XElement property in one.Elements().Where(one => one.Name.LocalName == "Property"))
                    defined[$"{type}/{property.Attribute("Name")!.Value}"] = property.Attribute("Type")!.Value;
            }
        }
        return defined;
    }

    [Fact]
    public async Task Writes_are_judged_and_refusals_say_why()
    {
        EmulatedService service = Whole();
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using HttpClient http = new() { BaseAddress = emulator.AddressOf(service) };
        const string gpu = "/redfish/v1/Systems/HGX_Baseboard_0/Processors/GPU_1/EnvironmentMetrics";
        Assert.Equal((HttpStatusCode.NoContent, null), await PatchAsync(http, gpu, """{"PowerLimitWatts":{"SetPoint":900}}"""));
        Assert.Equal(900, service.Rack!.Gpu(1).Enforced.Watts);
        Assert.Equal((HttpStatusCode.BadRequest, "PropertyValueOutOfRange"), await PatchAsync(http, gpu, """{"PowerLimitWatts":{"SetPoint":9000}}"""));
        Assert.Equal((HttpStatusCode.BadRequest, "PropertyValueTypeError"), await PatchAsync(http, gpu, """{"PowerLimitWatts":{"SetPoint":"900"}}"""));
        Assert.Equal((HttpStatusCode.BadRequest, "MalformedJSON"), await PatchAsync(http, gpu, "{"));
        Assert.Equal((HttpStatusCode.NotFound, "ResourceMissingAtURI"), await PatchAsync(http, gpu + "s", "{}"));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "OperationNotAllowed"), await PatchAsync(http, "/redfish/v1", "{}"));
        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), await PatchAsync(http, gpu, """{"PowerLimitWatts":{"SetPoint":800}}""", "\"0\""));
        service.Faults.ReadOnlyLimits = true;
        Assert.Equal((HttpStatusCode.BadRequest, "PropertyNotWritable"), await PatchAsync(http, gpu, """{"PowerLimitWatts":{"SetPoint":800}}"""));
        Assert.Equal(900, service.Rack.Gpu(1).Enforced.Watts);
    }

    private static async Task<(HttpStatusCode, string?)> PatchAsync(HttpClient http, string path, string body, string? tag = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Patch, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (tag is not null) request.Headers.TryAddWithoutValidation("If-Match", tag);
        using HttpResponseMessage response = await http.SendAsync(request, Stop);
        if (response.IsSuccessStatusCode) return (response.StatusCode, null);
        JsonElement error = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(Stop)).RootElement.GetProperty("error");
        string id = error.GetProperty("@Message.ExtendedInfo")[0].GetProperty("MessageId").GetString()!;
        return (response.StatusCode, id[(id.LastIndexOf('.') + 1)..]);
    }

    [Fact]
    public async Task Only_the_root_is_open_to_strangers()
    {
        EmulatedService service = new("locked", TimeProvider.System, new()) { Account = ("admin", "pass") };
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using HttpClient http = new() { BaseAddress = emulator.AddressOf(service) };
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("redfish/v1/", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri("redfish/v1/Systems", UriKind.Relative), Stop)).StatusCode);
        using StringContent right = new("""{"UserName":"admin","Password":"pass"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage entered = await http.PostAsync(new Uri("redfish/v1/SessionService/Sessions", UriKind.Relative), right, Stop);
        Assert.Equal(HttpStatusCode.Created, entered.StatusCode);
        http.DefaultRequestHeaders.Add("X-Auth-Token", entered.Headers.GetValues("X-Auth-Token").Single());
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("redfish/v1/Systems", UriKind.Relative), Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.DeleteAsync(entered.Headers.Location, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri("redfish/v1/Systems", UriKind.Relative), Stop)).StatusCode);
    }

    [Fact]
    public async Task Hundreds_of_services_in_one_process_are_told_apart()
    {
        EmulatedService[] services = [.. Enumerable.Range(0, 200).Select(k => new EmulatedService($"r{k}", TimeProvider.System, new()))];
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync(services);
        using HttpClient http = new();
        await PatchAsync(http, new Uri(emulator.AddressOf(services[137]), "redfish/v1/Chassis/HGX_Chassis_0/Controls/TotalGPU_Power_0").ToString(), """{"SetPoint":2000}""");
        Assert.Equal([137], Enumerable.Range(0, 200).Where(k => services[k].Rack!.Total(0).Enforced.Watts == 2000));
    }
}
