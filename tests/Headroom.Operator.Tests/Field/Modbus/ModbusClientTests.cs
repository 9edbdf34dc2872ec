using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headroom.Operator.Field;
using Headroom.Operator.Field.Modbus;
using Headroom.Protocols.Modbus;
using Headroom.TestKit;
using Headroom.TestKit.Modbus;

namespace Headroom.Operator.Tests.Field.Modbus;

public class ModbusClientTests
{
    /// <summary>A hundred holding registers from 0, that can be written.</summary>
    private sealed class Plain : IRegisterDevice
    {
        public readonly ushort[] Registers = [.. Enumerable.Range(0, 200).Select(k => (ushort)k)];

        public ModbusFault? Read(RegisterTable table, int first, Span<ushort> into)
        {
            if (table != RegisterTable.Holding || first + into.Length > Registers.Length) return ModbusFault.IllegalAddress;
            Registers.AsSpan(first, into.Length).CopyTo(into);
            return null;
        }

        public ModbusFault? Write(int first, ReadOnlySpan<ushort> values)
        {
            if (first + values.Length > Registers.Length) return ModbusFault.IllegalAddress;
            values.CopyTo(Registers.AsSpan(first));
            return null;
        }
    }

    private static ModbusClient Client(int port, double timeOutSeconds = 20) => new(new("127.0.0.1", port)
    { TimeOut = TimeSpan.FromSeconds(timeOutSeconds), ConnectTimeOut = TimeSpan.FromSeconds(20), BusyWait = TimeSpan.FromMilliseconds(1), ReconnectAfter = TimeSpan.Zero }, TimeProvider.System);

    [Fact]
    public async Task Registers_are_read_and_written()
    {
        await using var server = new ModbusServer(new Plain());
        await using ModbusClient client = Client(server.Port);
        Assert.Equal([5, 6, 7], Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(1, RegisterTable.Holding, 5, 3, default)).Values);
        Assert.IsType<ModbusAnswer.Written>(await client.WriteAsync(1, 5, [50, 60], default));
        Assert.Equal([50, 60, 7], Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(1, RegisterTable.Holding, 5, 3, default)).Values);
        Assert.Equal(125, Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(1, RegisterTable.Holding, 0, 125, default)).Values.Length);
        Assert.Equal(new ModbusAnswer.Refused(ModbusFault.IllegalAddress), await client.ReadAsync(1, RegisterTable.Holding, 199, 2, default));
        Assert.Equal(new ModbusAnswer.Refused(ModbusFault.IllegalAddress), await client.ReadAsync(1, RegisterTable.Input, 0, 1, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await client.ReadAsync(1, RegisterTable.Holding, 0, 126, default));
    }

    [Fact]
    public async Task Units_behind_one_door_are_apart_and_strangers_are_refused()
    {
        Plain first = new(), second = new();
        second.Registers[0] = 99;
        await using var server = new ModbusServer(new Dictionary<byte, IRegisterDevice> { [1] = first, [7] = second });
        await using ModbusClient client = Client(server.Port);
        Assert.Equal([99], Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(7, RegisterTable.Holding, 0, 1, default)).Values);
        Assert.Equal([0], Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(1, RegisterTable.Holding, 0, 1, default)).Values);
        foreach (byte stranger in (byte[])[0, 2, 255])
            Assert.Equal(new ModbusAnswer.Refused(ModbusFault.GatewayTargetFailed), await client.ReadAsync(stranger, RegisterTable.Holding, 0, 1, default));
    }

    [Fact]
    public async Task A_server_that_is_no_gateway_answers_to_0_and_255_too()
    {
        await using var server = new ModbusServer(new Plain());
        await using ModbusClient client = Client(server.Port);
        foreach (byte unit in (byte[])[0, 1, 255]) Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(unit, RegisterTable.Holding, 0, 1, default));
    }

    [Fact]
    public async Task Many_askers_wait_for_each_other()
    {
        await using var server = new ModbusServer(new Plain());
        await using ModbusClient client = Client(server.Port);
        ModbusAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(k => client.ReadAsync(1, RegisterTable.Holding, k, 1, default).AsTask()));
        for (int k = 0; k < answers.Length; k++) Assert.Equal([(ushort)k], Assert.IsType<ModbusAnswer.Registers>(answers[k]).Values);
    }

    [Fact]
    public async Task Nothing_is_written_without_a_permit_and_all_is_read()
    {
        await using var server = new ModbusServer(new Plain());
        WritePermit permit = new(TimeProvider.System);
        await using var client = new ModbusClient(new("127.0.0.1", server.Port) { TimeOut = TimeSpan.FromSeconds(20) }, TimeProvider.System) { Permit = permit };
        permit.End();
        Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(1, RegisterTable.Holding, 0, 1, default));
        int before = server.Requests;
        Assert.Contains("is over", Assert.IsType<ModbusAnswer.Silent>(await client.WriteAsync(1, 0, [1], default)).Why, StringComparison.Ordinal);
        Assert.Equal(before, server.Requests);
    }

    [Fact]
    public async Task A_connection_that_was_hung_up_is_made_anew()
    {
        await using var server = new ModbusServer(new Plain());
        await using ModbusClient client = Client(server.Port);
        for (int k = 0; k < 5; k++)
        {
            Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(1, RegisterTable.Holding, 0, 1, default));
            server.Disconnect();
        }
    }

    [Theory]
    [InlineData(0), InlineData(2), InlineData(6), InlineData(7)]
    public async Task A_wrong_answer_is_silence_and_the_next_is_right(int garbledByte)
    {
        await using var server = new ModbusServer(new Plain());
        await using ModbusClient client = Client(server.Port);
        server.Garble = frame =>
        {
            byte[] other = [.. frame];
            other[garbledByte] ^= 0x10;
            return other;
        };
        Assert.Contains("no answer", Assert.IsType<ModbusAnswer.Silent>(await client.ReadAsync(1, RegisterTable.Holding, 3, 1, default)).Why, StringComparison.Ordinal);
        server.Garble = null;
        Assert.Equal([3], Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(1, RegisterTable.Holding, 3, 1, default)).Values);
    }

    [Theory]
    [InlineData(0), InlineData(255)]
    public async Task A_gateway_that_answers_as_another_unit_is_heard_only_where_that_was_said(byte answered)
    {
        await using var server = new ModbusServer(new Dictionary<byte, IRegisterDevice> { [7] = new Plain() });
        await using ModbusClient client = Client(server.Port);
        server.Garble = frame => [.. frame[..6], answered, .. frame[7..]];
        Assert.Contains("asked 7", Assert.IsType<ModbusAnswer.Silent>(await client.ReadAsync(7, RegisterTable.Holding, 3, 1, default)).Why, StringComparison.Ordinal);
        ModbusUnit loose = new(7) { AnswersAsAny = true };
        Assert.Equal([3], Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(loose, RegisterTable.Holding, 3, 1, default)).Values);
        Assert.IsType<ModbusAnswer.Written>(await client.WriteAsync(loose, 3, [30], default));
    }

    [Theory]
    [InlineData(ModbusFault.Busy), InlineData(ModbusFault.Acknowledge)]
    public async Task Who_is_busy_or_will_be_long_is_asked_again(ModbusFault fault)
    {
        await using var server = new ModbusServer(new Plain());
        await using ModbusClient client = Client(server.Port);
        server.BeBusy(3, fault);
        Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(1, RegisterTable.Holding, 3, 1, default));
        server.BeBusy(2, fault);
        Assert.IsType<ModbusAnswer.Written>(await client.WriteAsync(1, 3, [30], default));
        server.BeBusy(100, fault);
        Assert.True(Assert.IsType<ModbusAnswer.Refused>(await client.ReadAsync(1, RegisterTable.Holding, 3, 1, default)).IsForNow);
    }

    [Fact]
    public async Task Nobody_there_is_silence_and_is_not_asked_again_at_once()
    {
        await using var client = new ModbusClient(new("127.0.0.1", LoopbackPort.Free()) { ReconnectAfter = TimeSpan.FromHours(1) }, TimeProvider.System);
        Assert.Contains("cannot be reached", Assert.IsType<ModbusAnswer.Silent>(await client.ReadAsync(1, RegisterTable.Holding, 0, 1, default)).Why, StringComparison.Ordinal);
        Assert.Contains("a moment ago", Assert.IsType<ModbusAnswer.Silent>(await client.ReadAsync(1, RegisterTable.Holding, 0, 1, default)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_may_come_in_one_packet_or_byte_by_byte()
    {
        await using var server = new ModbusServer(new Plain());
        using var raw = new TcpClient();
        await raw.ConnectAsync("127.0.0.1", server.Port);
        NetworkStream stream = raw.GetStream();
        byte[] one = [0, 1, 0, 0, 0, 6, 1, 3, 0, 5, 0, 1], two = [0, 2, 0, 0, 0, 6, 1, 3, 0, 6, 0, 1];
        await stream.WriteAsync((byte[])[.. one, .. two]);
        byte[] answers = new byte[22];
        await stream.ReadExactlyAsync(answers);
        Assert.Equal([0, 1, 0, 0, 0, 5, 1, 3, 2, 0, 5, 0, 2, 0, 0, 0, 5, 1, 3, 2, 0, 6], answers);
        foreach (byte part in one) await stream.WriteAsync((byte[])[part]);
        await stream.ReadExactlyAsync(answers.AsMemory(0, 11));
        Assert.Equal(5, answers[10]);
    }

    [Fact]
    public async Task Over_TLS_both_sides_show_certificates()
    {
        using var authority = Authority();
        using X509Certificate2 serverCertificate = Issued(authority, "device"), ours = Issued(authority, "operator");
        using var strangers = Authority();
        using X509Certificate2 stranger = Issued(strangers, "operator");
        var roots = new X509Certificate2Collection(X509CertificateLoader.LoadCertificate(authority.RawData));
        await using var server = new ModbusServer(new Dictionary<byte, IRegisterDevice> { [1] = new Plain() }, certificate: serverCertificate, clients: roots);
        ModbusEndpoint With(ModbusTls tls) => new("127.0.0.1", server.Port) { Tls = tls, TimeOut = TimeSpan.FromSeconds(20), ConnectTimeOut = TimeSpan.FromSeconds(20) };
        await using (var client = new ModbusClient(With(new(ours, roots) { Name = "device" }), TimeProvider.System))
            Assert.IsType<ModbusAnswer.Registers>(await client.ReadAsync(1, RegisterTable.Holding, 0, 1, default));
        await using (var client = new ModbusClient(With(new(stranger, roots) { Name = "device" }), TimeProvider.System))
            Assert.IsType<ModbusAnswer.Silent>(await client.ReadAsync(1, RegisterTable.Holding, 0, 1, default));
        await using (var client = new ModbusClient(With(new(ours, roots) { Name = "another" }), TimeProvider.System))
            Assert.IsType<ModbusAnswer.Silent>(await client.ReadAsync(1, RegisterTable.Holding, 0, 1, default));
    }

    internal static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    internal static X509Certificate2 Issued(X509Certificate2 authority, string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(12), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
