using System.Text.Json;
using Headroom.Control;
using Headroom.Operator.Journal;

namespace Headroom.Operator;

/// <summary>What another build left behind, as far as this one can read it: its book of limits and its clock are enough to be safe.</summary>
/// <remarks>
///   The book is what must not be lost. A limit that cannot be read is left out and told, and nothing else with it:
///   a service that never acts for one word that it does not know would hold none of them.
/// </remarks>
internal static class SavedBook
{
    /// <returns>Null where there is no book in it; and what could not be read, in sentences.</returns>
    public static (SavedService? Saved, IReadOnlyList<string> Left) Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement controller = document.RootElement.GetProperty("controller");
            List<string> left = [];
            LimitBookSnapshot book = Book(controller.GetProperty("book"), left);
            long beats = document.RootElement.TryGetProperty("beats", out JsonElement counted) && Try<long?>(counted) is { } known ? known : 0;
            return (new(new(book, Of<BeatState?>(controller, "beat"), null), [], beats, new()), left);
        }
        catch (Exception other) when (StateText.IsUnread(other))
        {
            return (null, [$"what the process before left cannot be read ({other.Message}): none of its limits is held"]);
        }
    }

    private static LimitBookSnapshot Book(JsonElement saved, List<string> left)
    {
        if (Try<LimitBookSnapshot>(saved) is { Voices: not null, Names: not null } whole) return whole;
        List<SavedVoice> voices = [.. saved.GetProperty("voices").EnumerateArray().Select(Try<SavedVoice>).OfType<SavedVoice>().Where(one => one.Source.Id is not null)];
        List<SavedName> names = [];
        foreach (JsonElement one in saved.GetProperty("names").EnumerateArray())
            if (Try<SavedName>(one) is { Source.Id: not null, Name: not null, Demands: not null, Returns: not null } name) names.Add(name);
            else left.Add($"limit {NameOf(one)} cannot be read by this build: it is not held");
        TimeSpan? latest = Of<TimeSpan?>(saved, "latest");
        // who has a limit has a voice; one that cannot be read is not silent since
        foreach (SavedName name in names)
            if (!voices.Exists(one => one.Source == name.Source)) voices.Add(new(name.Source, name.Stamp, null, latest ?? name.Since, name.Since));
        return new(latest, voices, names);
    }

    private static string NameOf(JsonElement one) =>
        one.ValueKind == JsonValueKind.Object && one.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "without a name";

    /// <summary>Of a clock that cannot be read nothing is known: it is believed then, as at a first start.</summary>
    private static T? Of<T>(JsonElement saved, string name) => saved.TryGetProperty(name, out JsonElement held) ? Try<T>(held) : default;

    private static T? Try<T>(JsonElement saved)
    {
        try { return StateText.Read<T>(saved); }
        catch (Exception other) when (StateText.IsUnread(other)) { return default; }
    }
}
