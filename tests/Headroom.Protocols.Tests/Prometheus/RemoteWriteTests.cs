using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Headroom.Protocols.Prometheus;

namespace Headroom.Protocols.Tests.Prometheus;

public class RemoteWriteTests
{
    private static byte[] Field(int number, byte[] bytes) => [(byte)(number << 3 | 2), .. Varint((ulong)bytes.Length), .. bytes];

    private static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }

    private static byte[] Label(string name, string value) => Field(1, [.. Field(1, Encoding.UTF8.GetBytes(name)), .. Field(2, Encoding.UTF8.GetBytes(value))]);

    private static byte[] Sample(double value, long at)
    {
        byte[] number = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(number, value);
        return Field(2, [1 << 3 | 1, .. number, 2 << 3, .. Varint((ulong)at)]);
    }

    /// <summary>A Snappy block of literals alone.</summary>
    private static byte[] Packed(byte[] whole)
    {
        List<byte> block = [.. Varint((ulong)whole.Length)];
        foreach (byte[] part in whole.Chunk(60)) block.AddRange([(byte)(part.Length - 1 << 2), .. part]);
        return [.. block];
    }

    [Fact]
    public void Series_and_samples_are_read()
    {
        byte[] request = [.. Field(1, [.. Label("__name__", "DCGM_FI_DEV_POWER_USAGE"), .. Label("gpu", "3"), .. Sample(512.5, 1_700_000_000_000), .. Sample(513, 1_700_000_001_000)]), .. Field(3, [1, 2, 3])];
        RemoteWriteReading reading = RemoteWrite.Read(Packed(request));
        Assert.Null(reading.Fault);
        var labels = MetricLabels.Of(("gpu", "3"));
        Assert.Equal([new("DCGM_FI_DEV_POWER_USAGE", labels, 512.5, 1_700_000_000_000), new("DCGM_FI_DEV_POWER_USAGE", labels, 513, 1_700_000_001_000)], reading.Samples);
    }

    [Fact]
    public void Copies_may_overlap_what_they_write()
    {
        // "ab", then ten bytes from two back
        Assert.Equal("abababababab"u8.ToArray(), Snappy.Unpack([12, 1 << 2, (byte)'a', (byte)'b', 1 | (10 - 4) << 2, 2], 100));
        // the same with two bytes of offset
        Assert.Equal("abababababab"u8.ToArray(), Snappy.Unpack([12, 1 << 2, (byte)'a', (byte)'b', 2 | 9 << 2, 2, 0], 100));
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 5, 0, 1 })]
    [InlineData(new byte[] { 12, 1 << 2, 97, 98, 1 | 6 << 2, 3 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x7F })]
    public void What_is_no_block_is_refused(byte[] packed) => Assert.NotNull(RemoteWrite.Read(packed).Fault);

    [Fact]
    public void Whatever_comes_is_a_value() => Gen.Select(Gen.Byte.Array[0, 80], Gen.Bool).Sample((bytes, isPacked) =>
    {
        RemoteWriteReading reading = RemoteWrite.Read(isPacked ? Packed(bytes) : bytes);
        Assert.True(reading.Samples.Count <= bytes.Length);
    }, iter: 100_000);
}
