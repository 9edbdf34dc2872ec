using CsCheck;
using Headroom.Protocols.SunSpec;

namespace Headroom.Protocols.Tests.SunSpec;

public class SunSpecFuzzTests
{
    private static readonly SunSpecPoint[] points = [.. Model1.Points, .. Model123.Points, .. Model124.Points, .. Model203.Points, .. Model213.Points, .. Model701.Points, .. Model702.Points,
        .. Model703.Points, .. Model704.Points, .. Model713.Points, .. Model715.Points, .. Model802.Points];

    [Fact]
    public void Whatever_stands_in_registers_is_a_value_or_none() => Gen.Select(Gen.UShort.Array[0, 160], Gen.Int[0, points.Length - 1], Gen.Double).Sample((registers, k, value) =>
    {
        SunSpecPoint point = points[k];
        Assert.True(point.Read(registers) is not { } read || double.IsFinite(read));
        Assert.True(point.Text(registers).Length <= 2 * point.Size);
        point.TryWrite(registers, value);
        Assert.NotNull(SunSpecMap.Step(registers, 40_002));
        SunSpecMap.IsMarker(registers);
        SetPointOrder order = new(value, -value, 60);
        order.AtOnce(registers);
        order.InOrder(registers);
    }, iter: 100_000);
}
