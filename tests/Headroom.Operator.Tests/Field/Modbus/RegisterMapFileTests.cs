using CsCheck;
using Headroom.Operator.Field.Modbus;
using Headroom.Protocols.Modbus;

namespace Headroom.Operator.Tests.Field.Modbus;

public class RegisterMapFileTests
{
    private const string Good = """
        device: genset, controller of 2024
        points:
          power:    {address: 100, type: int32, scale: 0.1, unit: kW, sign: injection}
          state:    {address: 102, type: uint16, codes: {stopped: 0, running: 2}}
          command:  {address: 104, type: uint16, access: readWrite, min: 0, max: 1, codes: {start: 1, stop: 0}}
          setPoint: {address: 105, type: uint32, scale: 0.1, unit: kW, sign: injection, access: readWrite, min: 300, max: 2000, order: lowWordFirst}
          hours:    {address: 10, type: uint32, table: input, unit: h, poll: slow, missing: 0xFFFFFFFF}
        """;

    [Fact]
    public void A_map_is_read()
    {
        RegisterMapReading reading = RegisterMapFile.Parse(Good, "genset.yaml");
        Assert.Empty(reading.Findings);
        RegisterMap map = reading.Map!;
        Assert.Equal(5, map.Points.Count);
        RegisterPoint setPoint = map.Find("setPoint")!;
        Assert.Equal(new RegisterPoint("setPoint", 105, RegisterType.UInt32, 0.1, "kW")
        {
            Least = 300,
            Most = 2_000,
            Access = RegisterAccess.ReadWrite,
            Sign = RegisterSign.Injection,
            LowWordFirst = true,
            Codes = setPoint.Codes,
        }, setPoint);
        Assert.Equal((RegisterTable.Input, PollClass.Slow), (map.Find("hours")!.Table, map.Find("hours")!.Poll));
        Assert.Equal(0xFFFFFFFF, map.Find("hours")!.Missing!.Value);
        Assert.Equal(2, map.Find("state")!.Codes["running"]);
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_with_its_line()
    {
        RegisterMapReading reading = RegisterMapFile.Parse("""
            device: x
            points:
              a: {address: 100, type: int24}
              b: {address: minus, type: uint16}
              c: {type: uint16, sign: up}
              d: {address: 7, type: uint16, unit: kW, colour: red}
            """, "x.yaml");
        Assert.Null(reading.Map);
        Assert.Equal([3, 4, 5, 5, 6, 6], reading.Findings.Where(one => one.Line > 2).Select(one => one.Line!.Value));
        Assert.All(reading.Findings, one => Assert.Equal("x.yaml", one.File));
    }

    [Fact]
    public void The_map_in_the_documentation_is_one_of_a_generator()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "docs", "site-side.md"))) at = at.Parent!;
        string page = File.ReadAllText(Path.Combine(at.FullName, "docs", "site-side.md"));
        RegisterMapReading reading = RegisterMapFile.Parse(page.Split("```text\n")[1].Split("```")[0], "site-side.md");
        Assert.Empty(reading.Findings);
        Assert.Empty(RegisterMapGenerator.Findings(reading.Map!));
    }

    [Fact]
    public void Whatever_is_read_is_a_value() => Gen.String[Gen.Char["ap:{}[], \n\"'0x-points device"], 0, 60].Sample(text => Assert.NotNull(RegisterMapFile.Parse(text, "x")), iter: 20_000);
}
