using System.Text;
using System.Text.Json;
using Headroom.TestKit.Redfish;

namespace Headroom.TestKit.Tests.Redfish;

/// <summary>What becomes of writes that are wrong, in whole or in part, and what is said of them.</summary>
public sealed class RedfishWriteTests : IAsyncLifetime
{
    private const string Gpu = "/redfish/v1/Systems/HGX_Baseboard_0/Processors/GPU_0/EnvironmentMetrics";
    private const string Total = "/redfish/v1/Chassis/HGX_Chassis_0/Controls/TotalGPU_Power_0";
    private const string Clear = Gpu + "/Actions/Oem/NvidiaEnvironmentMetrics.ClearOOBSetPoint";
    private const string Mode = "/redfish/v1/ThermalEquipment/CDUs/1/Actions/CoolingUnit.SetMode";
    private const string Supply = "/redfish/v1/ThermalEquipment/CDUs/1/SecondaryCoolantConnectors/1";
    private const string Outlet = "/redfish/v1/PowerEquipment/RackPDUs/1/Outlets/A1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly EmulatedService service = new("all", new ManualTime(new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero)), new()) { Cdu = new(), Pdu = new(), Leaks = new("a") };
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private RedfishEmulator? emulator;

    public async ValueTask InitializeAsync()
    {
        emulator = await RedfishEmulator.StartAsync([service]);
        http.BaseAddress = emulator.AddressOf(service);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (emulator is not null) await emulator.DisposeAsync();
    }

    private sealed record Told(int Status, string Text, string? Tag)
    {
        public JsonElement Body => JsonElement.Parse(Text);
        public JsonElement[] Messages => Status >= 400 ? [.. Body.GetProperty("error").GetProperty("@Message.ExtendedInfo").EnumerateArray()] : [];
        public string Keys => string.Join(' ', Messages.Select(one => one.GetProperty("MessageId").GetString()!["Base.1.18.".Length..]));
    }

    private async Task<Told> AskAsync(string method, string path, string body = "", params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(new(method), new Uri(http.BaseAddress!, path));
        if (method is "PATCH" or "POST") request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach ((string name, string value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage answer = await http.SendAsync(request, Stop);
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop), answer.Headers.TryGetValues("ETag", out IEnumerable<string>? tags) ? tags.Single() : null);
    }

    [Theory]
    [InlineData("""{"PowerLimitWatts":{"SetPoint":700},"Oem":5}""", "PropertyValueTypeError")]
    [InlineData("""{"PowerLimitWatts":{"SetPoint":700},"Oem":{"Nvidia":5}}""", "PropertyValueTypeError")]
    [InlineData("""{"PowerLimitWatts":{"SetPoint":700},"Oem":{"Nvidia":{"PowerLimitPersistency":"x"}}}""", "PropertyValueTypeError")]
    [InlineData("""{"PowerLimitWatts":700}""", "PropertyValueTypeError"), InlineData("""{"PowerLimitWatts":{"SetPoint":null}}""", "PropertyValueTypeError")]
    [InlineData("""{"PowerLimitWatts":{"SetPoint":1e999}}""", "PropertyValueOutOfRange"), InlineData("""{"PowerLimitWatts":{"SetPoint":100}}""", "PropertyValueOutOfRange")]
    [InlineData("""{"Name":"x","Foo":1}""", "PropertyNotWritable PropertyUnknown"), InlineData("""{"PowerLimitWatts":{"AllowableMax":9}}""", "PropertyNotWritable")]
    [InlineData("""{"Oem":{"Nvidia":{"PowerLimitPersistency":true}}}""", "PropertyMissing")]
    [InlineData("""{"@odata.id":"x"}""", "NoOperation"), InlineData("""{"PowerLimitWatts":{}}""", "NoOperation"), InlineData("{}", "EmptyJSON")]
    [InlineData("[]", "UnrecognizedRequestBody"), InlineData("", "MalformedJSON"), InlineData("""{"\ud800":1}""", "MalformedJSON")]
    public async Task A_limit_that_is_wrong_is_refused_whole_and_named(string body, string keys)
    {
        Told told = await AskAsync("PATCH", Gpu, body);
        Assert.Equal((400, keys), (told.Status, told.Keys));
        Assert.Null(service.Rack!.Gpu(0).OneShot);
    }

    [Fact]
    public async Task What_can_be_written_is_written_and_the_rest_is_annotated_where_it_would_stand()
    {
        Told told = await AskAsync("PATCH", Gpu, """{"PowerLimitWatts":{"SetPoint":700,"AllowableMax":9},"Foo":1,"Name":"x","@odata.id":"y","Oem":{"Bar":{}}}""");
        Assert.Equal((200, "\"2\"", 700), (told.Status, told.Tag, service.Rack!.Gpu(0).Enforced.Watts));
        Assert.Equal(700, told.Body.GetProperty("PowerLimitWatts").GetProperty("SetPoint").GetDouble());
        Assert.Equal("Base.1.18.PropertyUnknown", Beside(told.Body, "Foo"));
        Assert.Equal("Base.1.18.PropertyNotWritable", Beside(told.Body, "Name"));
        Assert.Equal("Base.1.18.PropertyNotWritable", Beside(told.Body.GetProperty("PowerLimitWatts"), "AllowableMax"));
        Assert.Equal("Base.1.18.PropertyUnknown", Beside(told.Body.GetProperty("Oem"), "Bar"));
        Assert.Empty(new SchemaOracle().Check(told.Body));

        static string? Beside(JsonElement at, string property) => Assert.Single(at.GetProperty(property + "@Message.ExtendedInfo").EnumerateArray()).GetProperty("MessageId").GetString();
    }

    /// <summary>The set point by itself would hold at once, where a limit for after the next reset was asked for.</summary>
    [Fact]
    public async Task Firmware_without_persistent_limits_takes_none_for_the_present()
    {
        EmulatedService old = new("old", TimeProvider.System, new() { HasPersistentLimits = false });
        await using RedfishEmulator one = await RedfishEmulator.StartAsync([old]);
        Told told = await AskAsync("PATCH", $"{one.AddressOf(old)}{Gpu[1..]}", """{"PowerLimitWatts":{"SetPoint":700},"Oem":{"Nvidia":{"PowerLimitPersistency":true}}}""");
        Assert.Equal((400, "PropertyUnknown", null), (told.Status, told.Keys, old.Rack!.Gpu(0).OneShot));
    }

    [Theory]
    [InlineData(Gpu), InlineData(Total), InlineData(Supply)]
    public async Task Whatever_can_be_written_has_a_tag_and_keeps_it_until_it_is_written(string path)
    {
        string body = path == Gpu ? """{"PowerLimitWatts":{"SetPoint":700}}""" : path == Total ? """{"SetPoint":2800}""" : """{"SupplyTemperatureControlCelsius":{"SetPoint":35}}""";
        Told first = await AskAsync("GET", path);
        string tag = first.Tag!;
        Assert.Equal(tag, first.Body.GetProperty("@odata.etag").GetString());
        foreach (string wrong in (string[])["zzz", "\"x\"", "W/" + tag, "\"x\", \"y\""])
            Assert.Equal((412, "PreconditionFailed"), await AskAsync("PATCH", path, body, ("If-Match", wrong)) is var told ? (told.Status, told.Keys) : default);
        Assert.Equal(412, (await AskAsync("PATCH", path, body, ("If-None-Match", "*"))).Status);
        Assert.Equal(412, (await AskAsync("GET", path, "", ("If-Match", "\"x\""))).Status);
        foreach (string same in (string[])[tag, "W/" + tag, "\"x\", " + tag, "*"])
            Assert.Equal((304, "", tag), await AskAsync("GET", path, "", ("If-None-Match", same)) is var told ? (told.Status, told.Text, told.Tag) : default);
        Assert.Equal(200, (await AskAsync("GET", path, "", ("If-None-Match", "\"x\""))).Status);
        Assert.Equal(204, (await AskAsync("PATCH", path, body, ("If-Match", "\"x\", " + tag))).Status);
        Assert.NotEqual(tag, (await AskAsync("GET", path)).Tag);
        Assert.Equal(204, (await AskAsync("PATCH", path, body, ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task A_resource_without_a_tag_has_none_that_could_match()
    {
        Assert.Equal(412, (await AskAsync("GET", "/redfish/v1/Systems", "", ("If-Match", "\"1\""))).Status);
        Assert.Equal(200, (await AskAsync("GET", "/redfish/v1/Systems", "", ("If-None-Match", "\"1\""))).Status);
    }

    [Fact]
    public async Task The_supply_of_the_building_is_not_the_units_to_set()
    {
        Told told = await AskAsync("PATCH", "/redfish/v1/ThermalEquipment/CDUs/1/PrimaryCoolantConnectors/1", """{"SupplyTemperatureControlCelsius":{"SetPoint":35}}""");
        Assert.Equal((405, "OperationNotAllowed"), (told.Status, told.Keys));
    }

    [Theory]
    [InlineData(Clear, "", 204, ""), InlineData(Clear, "{}", 204, ""), InlineData(Clear, """{"Foo":1}""", 400, "ActionParameterUnknown")]
    [InlineData(Clear, "[]", 400, "UnrecognizedRequestBody"), InlineData(Clear, "{", 400, "MalformedJSON")]
    [InlineData(Mode, """{"Mode":"Disabled"}""", 204, ""), InlineData(Mode, "", 400, "ActionParameterMissing")]
    [InlineData(Mode, """{"Mode":"Off"}""", 400, "ActionParameterValueNotInList"), InlineData(Mode, """{"Mode":1}""", 400, "ActionParameterValueTypeError")]
    [InlineData(Outlet + "/Actions/Outlet.PowerControl", """{"PowerState":"PowerCycle"}""", 204, "")]
    [InlineData(Outlet + "/Actions/Outlet.PowerControl", """{"PowerState":"Warm","Now":true}""", 400, "ActionParameterValueNotInList ActionParameterUnknown")]
    public async Task An_action_says_what_is_wrong_with_its_parameters(string path, string body, int status, string keys)
    {
        Told told = await AskAsync("POST", path, body);
        Assert.Equal((status, keys), (told.Status, told.Keys));
    }

    [Fact]
    public async Task An_outlet_tells_what_may_be_asked_of_it()
    {
        JsonElement control = (await AskAsync("GET", Outlet)).Body.GetProperty("Actions").GetProperty("#Outlet.PowerControl");
        string[] offered = [.. control.GetProperty("PowerState@Redfish.AllowableValues").EnumerateArray().Select(one => one.GetString()!)];
        Assert.Equal(["On", "Off", "PowerCycle"], offered);
        foreach (string one in offered) Assert.Equal(204, (await AskAsync("POST", control.GetProperty("target").GetString()!, $$"""{"PowerState":"{{one}}"}""")).Status);
        Assert.True(service.Pdu!.IsOn(0));
    }

    [Fact]
    public async Task Messages_are_the_registrys_sentences_with_their_arguments()
    {
        await SaysAsync("PATCH", Gpu, """{"PowerLimitWatts":{"SetPoint":9000}}""", "The value '9000' for the property SetPoint is not in the supported range of acceptable values.", "9000", "SetPoint");
        await SaysAsync("PATCH", Total, """{"SetPoint":"x%2"}""", "The value 'x%2' for the property SetPoint is of a different type than the property can accept.", "x%2", "SetPoint");
        await SaysAsync("PATCH", Total, """{"Foo":1}""", "The property Foo is not in the list of valid properties for the resource.", "Foo");
        await SaysAsync("GET", "/redfish/v1/Systems?$top=1", "", "Querying is not supported on the requested resource.");
        await SaysAsync("GET", "/redfish/v1/No", "", "The resource at the URI '/redfish/v1/No' was not found.", "/redfish/v1/No");
        await SaysAsync("POST", Mode, "{}", "The action CoolingUnit.SetMode requires the parameter Mode to be present in the request body.", "CoolingUnit.SetMode", "Mode");
        await SaysAsync("POST", Mode, """{"Mode":"Off"}""", "The value 'Off' for the parameter Mode in the action CoolingUnit.SetMode is not in the list of acceptable values.", "Off", "Mode", "CoolingUnit.SetMode");
        service.Faults.Unavailable = 1;
        await SaysAsync("GET", "/redfish/v1/Systems", "", "The service is temporarily unavailable.  Retry in 1 seconds.", "1");
    }

    private async Task SaysAsync(string method, string path, string body, string sentence, params string[] arguments)
    {
        Told told = await AskAsync(method, path, body);
        JsonElement message = Assert.Single(told.Messages);
        Assert.Equal(sentence, message.GetProperty("Message").GetString());
        Assert.Equal(arguments, message.GetProperty("MessageArgs").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(sentence, told.Body.GetProperty("error").GetProperty("message").GetString());
    }

    [Fact]
    public async Task Even_a_service_that_breaks_answers_with_a_body_that_says_so()
    {
        service.Cdu!.FlowLitresPerMinute = double.NaN;                                     // which JSON cannot say
        Told told = await AskAsync("GET", Supply);
        Assert.Equal((500, "InternalError"), (told.Status, told.Keys));
        Assert.Equal(200, (await AskAsync("GET", Gpu)).Status);
    }
}
