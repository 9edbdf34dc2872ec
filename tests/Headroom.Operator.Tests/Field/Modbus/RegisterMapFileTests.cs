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
        Assert.Equal((105, RegisterType.UInt32, 0.1, "kW", 300.0, 2000.0, true), (setPoint.Address, setPoint.Type, setPoint.Scale, setPoint.Unit, setPoint.Least, setPoint.Most, setPoint.LowWordFirst));
        Assert.Equal((RegisterTable.Input, PollClass.Slow, 0xFFFFFFFFUL), (map.Find("hours")!.Table, map.Find("hours")!.Poll, map.Find("hours")!.Missing));
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
    public void Whatever_is_read_is_a_value() => Gen.String[Gen.Char["ap:{}[], \n\"'0x-points device"], 0, 60].Sample(text => Assert.NotNull(RegisterMapFile.Parse(text, "x")), iter: 20_000);
}
