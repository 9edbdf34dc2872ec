using System.Text.Json.Nodes;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;
using Headroom.Quantities;

namespace Headroom.Protocols.Tests.DsxFlex;

/// <summary>Messages that tests say.</summary>
static class Said
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    public const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    static int count;

    public static string NewId() => new Guid(++count, 0x1234, 0x4567, 0x89, 0xab, 1, 2, 3, 4, 5, 6).ToString();

    public static FlexEnvelope Envelope(FlexKind kind, FlexSource source, DateTimeOffset at, string? jws = null, byte[]? plain = null) =>
        new()
        {
            Id = NewId(),
            Source = source,
            Kind = kind,
            Time = at,
            TraceParent = Trace,
            CorrelationId = NewId(),
            Jws = jws,
            Plain = plain,
        };

    public static LoadTargetSet Target(double? megawatts, DateTimeOffset? from = null, DateTimeOffset? until = null,
        string[]? tags = null, bool bestEffort = false) => new([new LoadTarget
    {
        Constraint = megawatts is { } power ? Power.FromSi(power * 1e6) : null,
        Start = from,
        End = until,
        Tags = tags ?? [],
        IsBestEffort = bestEffort,
    }]);

    public static byte[] Signed(LoadTargetSet set, JwsKey key, DateTimeOffset at, string isv = "acme", DateTimeOffset? issued = null,
        string? messageId = null) =>
        Envelope(FlexKind.LoadTargetSet, new(FlexRole.Isv, isv), at, Jws.Sign(set.Write(), key, issued, messageId)).Write();

    public static JsonNode Json(byte[] utf8) => JsonNode.Parse(utf8)!;
}
