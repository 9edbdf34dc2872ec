using CsCheck;
using Headroom.Protocols.Modbus;

namespace Headroom.Protocols.Tests.Modbus;

/// <summary>Golden frames are the examples of the Modbus application protocol V1.1b3, sections 6.3, 6.4, 6.6, 6.12, behind a TCP header.</summary>
public class ModbusFrameTests
{
    private static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    private static string Sent(ModbusRequest request)
    {
        byte[] frame = new byte[ModbusLimits.Frame];
        return Convert.ToHexString(frame, 0, ModbusFrame.Write(frame, 0x1501, 0xFF, request));
    }

    [Fact]
    public void Requests_are_those_of_the_standard()
    {
        Assert.Equal("150100000006FF03006B0003", Sent(new ModbusRequest.Read(RegisterTable.Holding, 0x6B, 3)));
        Assert.Equal("150100000006FF0400080001", Sent(new ModbusRequest.Read(RegisterTable.Input, 8, 1)));
        Assert.Equal("150100000006FF0600010003", Sent(new ModbusRequest.WriteOne(1, 3)));
        Assert.Equal("15010000000BFF100001000204000A0102", Sent(new ModbusRequest.WriteMany(1, [0x000A, 0x0102])));
    }

    private static Reply Answer(string frame, ModbusRequest request) => ModbusFrame.Read(Hex(frame), 0x1501, 0xFF, request);
    private static readonly ModbusRequest three = new ModbusRequest.Read(RegisterTable.Holding, 0x6B, 3);

    [Fact]
    public void Answers_are_those_of_the_standard()
    {
        Assert.Equal([0x022B, 0, 0x64], Assert.IsType<Reply.Registers>(Answer("1501 0000 0009 FF 03 06 022B 0000 0064", three)).Values);
        Assert.Equal([0x0A], Assert.IsType<Reply.Registers>(Answer("1501 0000 0005 FF 04 02 000A", new ModbusRequest.Read(RegisterTable.Input, 8, 1))).Values);
        Assert.Equal(new Reply.Written(1, 1), Answer("1501 0000 0006 FF 06 0001 0003", new ModbusRequest.WriteOne(1, 3)));
        Assert.Equal(new Reply.Written(1, 2), Answer("1501 0000 0006 FF 10 0001 0002", new ModbusRequest.WriteMany(1, [10, 258])));
        Assert.Equal(ModbusFault.IllegalAddress, Assert.IsType<Reply.Refused>(Answer("1501 0000 0003 FF 83 02", three)).Fault);
    }

    [Theory]
    [InlineData("1502 0000 0009 FF 03 06 022B 0000 0064", "transaction")]
    [InlineData("1501 0000 0009 01 03 06 022B 0000 0064", "unit")]
    [InlineData("1501 0001 0009 FF 03 06 022B 0000 0064", "protocol")]
    [InlineData("1501 0000 0009 FF 04 06 022B 0000 0064", "function")]
    [InlineData("1501 0000 0007 FF 03 04 022B 0000", "registers")]
    [InlineData("1501 0000 0009 FF 03 04 022B 0000 0064", "registers")]
    [InlineData("1501 0000 0001 FF", "length")]
    [InlineData("1501 0000 00FF FF", "length")]
    [InlineData("1501 0000 0003 FF 83 02 00", "after the answer")]
    public void What_answers_another_request_is_no_answer(string frame, string why) =>
        Assert.Contains(why, Assert.IsType<Reply.Malformed>(Answer(frame, three)).Why, StringComparison.Ordinal);

    [Theory]
    [InlineData("1501 0000 0009 00 03 06 022B 0000 0064", true)]
    [InlineData("1501 0000 0009 05 03 06 022B 0000 0064", true)]
    [InlineData("1502 0000 0009 00 03 06 022B 0000 0064", false)]
    [InlineData("1501 0000 0009 00 04 06 022B 0000 0064", false)]
    public void An_answer_of_another_unit_is_taken_only_where_that_was_said_and_the_rest_is_right(string frame, bool isTaken)
    {
        Assert.IsType<Reply.Malformed>(Answer(frame, three));
        Assert.Equal(isTaken, ModbusFrame.Read(Hex(frame), 0x1501, new ModbusUnit(0xFF) { AnswersAsAny = true }, three) is Reply.Registers);
    }

    [Fact]
    public void An_answer_may_come_byte_by_byte()
    {
        byte[] whole = Hex("1501 0000 0009 FF 03 06 022B 0000 0064");
        for (int length = 0; length < whole.Length; length++)
            Assert.InRange(Assert.IsType<Reply.NeedMore>(ModbusFrame.Read(whole.AsSpan(0, length), 0x1501, 0xFF, three)).Bytes, 1, whole.Length - length);
    }

    [Theory]
    [InlineData("0001 0000 0006 01 03 0000 0000", ModbusFault.IllegalValue)]
    [InlineData("0001 0000 0006 01 03 0000 007E", ModbusFault.IllegalValue)]
    [InlineData("0001 0000 0006 01 04 0000 007E", ModbusFault.IllegalValue)]
    [InlineData("0001 0000 0006 01 03 FFFF 0002", ModbusFault.IllegalAddress)]
    [InlineData("0001 0000 0006 01 01 0000 0001", ModbusFault.IllegalFunction)]
    [InlineData("0001 0000 0002 01 2B", ModbusFault.IllegalFunction)]
    [InlineData("0001 0000 0009 01 10 0000 0001 04 0001", ModbusFault.IllegalValue)]
    [InlineData("0001 0000 0007 01 10 0000 0000 00", ModbusFault.IllegalValue)]
    [InlineData("0001 0000 0003 01 03 00", ModbusFault.IllegalValue)]
    public void A_server_refuses_what_the_standard_refuses(string frame, ModbusFault fault) =>
        Assert.Equal(fault, Assert.IsType<Query.Unfit>(Query.Read(Hex(frame))).Fault);

    [Fact]
    public void Limits_of_quantity_are_exact()
    {
        Assert.Null(new ModbusRequest.Read(RegisterTable.Holding, 0, 125).Fault());
        Assert.NotNull(new ModbusRequest.Read(RegisterTable.Holding, 0, 126).Fault());
        Assert.Null(new ModbusRequest.WriteMany(0, new ushort[123]).Fault());
        Assert.NotNull(new ModbusRequest.WriteMany(0, new ushort[124]).Fault());
        Assert.NotNull(new ModbusRequest.WriteMany(0, []).Fault());
        Assert.Null(new ModbusRequest.Read(RegisterTable.Holding, 65_535, 1).Fault());
        Assert.NotNull(new ModbusRequest.Read(RegisterTable.Holding, 65_535, 2).Fault());
    }

    private static readonly Gen<ModbusRequest> anyRequest = Gen.OneOf(
        Gen.Select(Gen.Bool, Gen.UShort[0, 65_000], Gen.UShort[1, 125], (input, first, count) => (ModbusRequest)new ModbusRequest.Read(input ? RegisterTable.Input : RegisterTable.Holding, first, count)),
        Gen.Select(Gen.UShort, Gen.UShort, (first, value) => (ModbusRequest)new ModbusRequest.WriteOne(first, value)),
        Gen.Select(Gen.UShort[0, 65_000], Gen.UShort.Array[1, 123], (first, values) => (ModbusRequest)new ModbusRequest.WriteMany(first, values)));

    [Fact]
    public void A_server_reads_what_a_client_writes_and_the_other_way_round() =>
        Gen.Select(anyRequest, Gen.UShort, Gen.Byte).Sample((request, transaction, unit) =>
        {
            byte[] frame = new byte[ModbusLimits.Frame];
            int length = ModbusFrame.Write(frame, transaction, unit, request);
            var asked = Assert.IsType<Query.Asked>(Query.Read(frame.AsSpan(0, length)));
            Assert.Equal((transaction, unit, length), (asked.Transaction, asked.Unit, asked.Bytes));
            ushort[] values = [.. Enumerable.Range(0, request.Count).Select(k => (ushort)(7 * k))];
            byte[] back = new byte[ModbusLimits.Frame];
            int answered = request is ModbusRequest.Read ? Query.WriteRegisters(back, asked, values) : Query.WriteDone(back, asked);
            Reply reply = ModbusFrame.Read(back.AsSpan(0, answered), transaction, unit, request);
            if (request is ModbusRequest.Read) Assert.Equal(values, Assert.IsType<Reply.Registers>(reply).Values);
            else Assert.Equal(new Reply.Written(request.First, (ushort)request.Count), reply);
        });

    private static readonly byte[] functions = [3, 4, 6, 16, 0x83, 0x90];

    /// <summary>Random bytes, most of them behind a header that is right, so that the body is reached.</summary>
    private static readonly Gen<byte[]> anyBytes = Gen.Select(Gen.Byte.Array[0, 300], Gen.Bool, (bytes, hasHeader) =>
    {
        if (!hasHeader || bytes.Length < 8) return bytes;
        (bytes[2], bytes[3], bytes[4], bytes[5]) = (0, 0, 0, (byte)Math.Min(254, bytes.Length - 6));
        bytes[7] = functions[bytes[7] % functions.Length];
        return bytes;
    });

    [Fact]
    public void Whatever_comes_is_a_value() => Gen.Select(anyBytes, anyRequest).Sample((bytes, request) =>
    {
        Assert.NotNull(Query.Read(bytes));
        ushort transaction = bytes.Length > 1 ? (ushort)(bytes[0] << 8 | bytes[1]) : (ushort)0;
        Assert.NotNull(ModbusFrame.Read(bytes, transaction, bytes.Length > 6 ? bytes[6] : (byte)0, request));
        Assert.NotNull(ModbusFrame.Read(bytes, transaction, new ModbusUnit(0) { AnswersAsAny = true }, request));
    }, iter: 100_000);
}
