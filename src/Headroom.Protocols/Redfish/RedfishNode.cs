using System.Globalization;
using System.Text.Json;
using Headroom.Quantities;

namespace Headroom.Protocols.Redfish;

/// <summary>A place in a Redfish resource that may or may not be there: what is absent, null or of another kind reads as nothing.</summary>
/// <remarks>Services of all ages are read with it: no property is required, and none that is unknown disturbs.</remarks>
public readonly struct RedfishNode
{
    private readonly JsonElement element;

    internal RedfishNode(JsonElement element) => this.element = element;

    /// <summary>A property of an object.</summary>
    public RedfishNode this[string name] =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement at) ? new(at) : default;

    public bool IsObject => element.ValueKind == JsonValueKind.Object;
    public string? Text => element.ValueKind == JsonValueKind.String ? element.GetString() : null;
    public bool? Truth => element.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };

    /// <summary>A finite number; one written as text counts too, as metric values are.</summary>
    public double? Number => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out double value) && double.IsFinite(value) => value,
        JsonValueKind.String when double.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture,
            out double value) && double.IsFinite(value) => value,
        _ => null,
    };

    public Power? Watts => Number is { } watts ? Power.FromSi(watts) : null;
    public Energy? Joules => Number is { } joules ? Energy.FromSi(joules) : null;
    public Temperature? Celsius => Number is { } celsius ? Temperature.FromSi(celsius + 273.15) : null;
    public TimeSpan? Duration => Text is { } text && IsoDuration.TryRead(text, out TimeSpan span) ? span : null;

    /// <summary>A moment, unless the device does not know the time: before 2000 no such device stood (seen: 1970-01-01 on sensors of a
    /// GB300 tray).</summary>
    public DateTimeOffset? Moment => Text is { } text && RedfishMoment.TryRead(text, out DateTimeOffset at) ? at : null;

    /// <summary>The target of <c>{"@odata.id": …}</c>.</summary>
    public string? Link => this["@odata.id"].Text;

    /// <summary>The target of an action.</summary>
    public string? Target => this["target"].Text;

    /// <summary>The <c>Reading</c> of a sensor excerpt, or the number itself as older schemas have it.</summary>
    public RedfishNode Reading => IsObject ? this["Reading"] : this;

    public IEnumerable<RedfishNode> Items
    {
        get
        {
            if (element.ValueKind != JsonValueKind.Array) yield break;
            foreach (JsonElement item in element.EnumerateArray()) yield return new(item);
        }
    }

    public IEnumerable<(string Name, RedfishNode Value)> Properties
    {
        get
        {
            if (element.ValueKind != JsonValueKind.Object) yield break;
            foreach (JsonProperty one in element.EnumerateObject()) yield return (one.Name, new(one.Value));
        }
    }

    /// <summary>Targets of an array of links.</summary>
    public IReadOnlyList<string> Links => [.. Items.Select(item => item.Link).OfType<string>()];
    public IReadOnlyList<string> Texts => [.. Items.Select(item => item.Text).OfType<string>()];
}

/// <summary>Moments of devices, which may not know the time.</summary>
public static class RedfishMoment
{
    private static readonly DateTimeOffset oldest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static bool TryRead(ReadOnlySpan<char> text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment) && moment >= oldest;
}
