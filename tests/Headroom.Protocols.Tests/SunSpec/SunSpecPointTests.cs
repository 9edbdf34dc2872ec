using CsCheck;
using Headroom.Protocols.SunSpec;

namespace Headroom.Protocols.Tests.SunSpec;

public class SunSpecPointTests
{
    private static ushort[] Registers(params ushort[] first) => [.. first, .. new ushort[160 - first.Length]];

    [Fact]
    public void A_value_is_raw_times_ten_to_the_scale()
    {
        ushort[] model = Registers();
        (model[10], model[116]) = (unchecked((ushort)-250), 4);
        Assert.Equal(-2_500_000, Model701.Power.Read(model));
        model[116] = unchecked((ushort)-2);
        Assert.Equal(-2.5, Model701.Power.Read(model));
    }

    [Theory]
    [InlineData(SunSpecType.Int16, new ushort[] { 0x8000 })]
    [InlineData(SunSpecType.UInt16, new ushort[] { 0xFFFF })]
    [InlineData(SunSpecType.Enum16, new ushort[] { 0xFFFF })]
    [InlineData(SunSpecType.UInt32, new ushort[] { 0xFFFF, 0xFFFF })]
    [InlineData(SunSpecType.Int32, new ushort[] { 0x8000, 0 })]
    [InlineData(SunSpecType.UInt64, new ushort[] { 0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF })]
    [InlineData(SunSpecType.ScaleFactor, new ushort[] { 0x8000 })]
    [InlineData(SunSpecType.Float32, new ushort[] { 0x7FC0, 0 })]
    [InlineData(SunSpecType.Acc32, new ushort[] { 0, 0 })]
    public void What_is_not_implemented_is_null(SunSpecType type, ushort[] sentinel)
    {
        var point = new SunSpecPoint("x", 0, type);
        Assert.Null(point.Read(sentinel));
        ushort[] written = new ushort[sentinel.Length];
        point.WriteMissing(written);
        Assert.Equal(sentinel, written);
    }

    [Theory]
    [InlineData(11), InlineData(-11), InlineData(short.MinValue)]
    public void A_scale_that_means_nothing_makes_no_value(int scale)
    {
        ushort[] model = Registers();
        (model[10], model[116]) = (5, unchecked((ushort)scale));
        Assert.Null(Model701.Power.Read(model));
        Assert.False(Model701.Power.TryWrite(model, 5));
    }

    [Fact]
    public void A_model_that_ends_early_has_no_value_there() => Assert.Null(Model704.Set.Read(new ushort[25]));

    [Fact]
    public void A_value_never_becomes_the_sentinel()
    {
        ushort[] model = new ushort[4];
        Assert.False(new SunSpecPoint("x", 0, SunSpecType.Int16).TryWrite(model, short.MinValue));
        Assert.False(new SunSpecPoint("x", 0, SunSpecType.UInt16).TryWrite(model, 65_535));
        Assert.False(new SunSpecPoint("x", 0, SunSpecType.Int32).TryWrite(model, int.MinValue));
        Assert.False(new SunSpecPoint("x", 0, SunSpecType.UInt32).TryWrite(model, uint.MaxValue));
        Assert.All(model, register => Assert.Equal(0, register));
    }

    [Fact]
    public void What_is_written_is_read_to_half_a_step() =>
        Gen.Select(Gen.Int[-2_000_000_000, 2_000_000_000], Gen.Int[-3, 3], Gen.Double[-0.5, 0.5]).Sample((raw, scale, part) =>
        {
            double step = Math.Pow(10, scale), value = (raw + part) * step;
            ushort[] model = new ushort[67];
            model[55] = unchecked((ushort)scale);
            Assert.True(Model704.Set.TryWrite(model, value));
            Assert.InRange(Math.Abs(Model704.Set.Read(model)!.Value - value), 0, step * 0.5001);
        });

    [Fact]
    public void A_text_ends_at_its_first_zero()
    {
        ushort[] model = Registers();
        Model1.Manufacturer.WriteText(model, "Headroom");
        Assert.Equal("Headroom", Model1.Manufacturer.Text(model));
        Model1.Options.WriteText(model, "longer than its eight registers");
        Assert.Equal("longer than its", Model1.Options.Text(model));
    }

    [Fact]
    public void An_order_says_everything_in_one_request()
    {
        ushort[] model = new ushort[67];
        model[55] = 3;
        (model[28], model[29]) = (0x8000, 7);
        SunSpecWrite write = new SetPointOrder(-4_000_000, 1_000_000, 90).AtOnce(model)!;
        Assert.Equal(22, write.Offset);
        Assert.Equal([1, 1, 0xFFFF, 0xF060, 0, 1000, 0x8000, 7, 1, 0, 90], write.Values);
    }

    [Fact]
    public void One_by_one_the_reversion_comes_first_and_enabling_last()
    {
        ushort[] model = new ushort[67];
        int[] offsets = [.. new SetPointOrder(5, 0, 60).InOrder(model).Select(one => one.Offset)];
        Assert.Equal([26, 30, 31, 23, 24, 22], offsets);
    }

    [Theory]
    [InlineData(0xFFFFFFF0UL, 0x10UL, 0x20)]
    [InlineData(100UL, 250UL, 150)]
    [InlineData(5_000UL, 20UL, 20)]
    public void A_counter_wraps_or_is_reset(ulong before, ulong now, double increase) => Assert.Equal(increase, Accumulator.Increase(before, now, 32));

    [Fact]
    public void A_wrap_that_is_too_far_is_a_reset()
    {
        Assert.Equal(7, Accumulator.Increase(0xFFFF0000, 7, 32, most: 100));
        Assert.Equal(0, Accumulator.Increase(10, 5_000, 32, most: 100));
    }

    [Fact]
    public void A_walk_goes_by_length_and_ends()
    {
        Assert.True(SunSpecMap.IsMarker([0x5375, 0x6E53]));
        var found = Assert.IsType<WalkStep.Found>(SunSpecMap.Step([64_001, 12], 40_002));
        Assert.Equal(40_016, found.Next);
        Assert.IsType<WalkStep.End>(SunSpecMap.Step([0xFFFF], 40_016));
        Assert.IsType<WalkStep.Malformed>(SunSpecMap.Step([701, 60_000], 40_016));
        Assert.IsType<WalkStep.Malformed>(SunSpecMap.Step([], 40_016));
        Assert.IsType<WalkStep.Malformed>(SunSpecMap.Step([0, 1], 40_016));
    }
}
