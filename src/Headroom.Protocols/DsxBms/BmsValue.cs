using System.Text.Json;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Text;

namespace Headroom.Protocols.DsxBms;

/// <summary>A reading, or a request, of a point. What it means its metadata say.</summary>
/// <param name="Number">Null where there is no valid reading.</param>
/// <param name="Quality">1 is good; anything else is not to be trusted.</param>
public readonly record struct BmsValue(double? Number, DateTimeOffset At, int Quality)
{
    public const int Good = 1;
    private const int bytesMost = 4096;

    /// <summary>Epoch milliseconds that a calendar can write.</summary>
    private const long millisecondsMost = 253_402_300_799_999;

    public bool IsGood => Quality == Good && Number is not null;

    public static BmsValue? Read(ReadOnlyMemory<byte> utf8, out Malformed? malformed) =>
        JsonDoor.Read(utf8, bytesMost, Of, out malformed)?.Value;

    private static Boxed Of(JsonPart at)
    {
        JsonPart number = at.Must("value");
        return new(new(number.IsNull ? null : number.Number(), DateTimeOffset.FromUnixTimeMilliseconds(at.Must("timestamp").Whole(0,
            millisecondsMost)),
            (int)at.Must("quality").Whole(int.MinValue, int.MaxValue)));
    }

    public byte[] Write()
    {
        BmsValue own = this;
        return FlexJson.Written(json =>
        {
            json.WriteStartObject();
            if (own.Number is { } number && double.IsFinite(number)) json.WriteNumber("value", number);
            else json.WriteNull("value");
            json.WriteNumber("timestamp", own.At.ToUnixTimeMilliseconds());
            json.WriteNumber("quality", own.Quality);
            json.WriteEndObject();
        });
    }

    private sealed record Boxed(BmsValue Value);
}
