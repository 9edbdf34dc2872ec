using System.Diagnostics.CodeAnalysis;

namespace Headroom.Operator.Web;

/// <summary>Words of others that name one of ours.</summary>
internal static class Words
{
    /// <summary>Only names are taken, in any case: no numbers, and no several at once.</summary>
    public static bool IsOneOf<T>(string? word, [MaybeNullWhen(false)] out T value) where T : struct, Enum
    {
        value = default;
        return word is not null && Enum.GetNames<T>().Contains(word, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(word, ignoreCase: true, out value);
    }
}
