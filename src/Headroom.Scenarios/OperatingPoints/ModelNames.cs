using System.Text.RegularExpressions;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary>The catalog's name of a model, from the path under which its weights are published.</summary>
/// <remarks>
///   Organisation, case, number format, date and tuning do not change how fast a model is served, so they are dropped:
///   <c>nvidia/Llama-3.1-8B-Instruct-FP8</c> is <c>llama-3.1-8b</c>. A model that has its own architecture keeps its own
///   name, known to the catalog or not: <c>Qwen/Qwen3-VL-8B-Instruct</c> is <c>qwen3-vl-8b</c>.
/// </remarks>
public static partial class ModelNames
{
    private static readonly Dictionary<string, string> catalog = new(StringComparer.Ordinal)
    {
        ["llama-4-scout-17b-16e"] = "llama-4-scout",
        ["llama-4-maverick-17b-128e"] = "llama-4-maverick",
        ["qwen3-coder-30b-a3b"] = "qwen3-coder-30b",
        ["qwen3-235b-a22b"] = "qwen3-235b",
        ["qwen3-coder-480b-a35b"] = "qwen3-coder-480b",
        ["qwen3.5-397b-a17b"] = "qwen3.5-397b",
        ["deepseek-v3.1"] = "deepseek-v3",
        ["nemotron-nano-9b-v2"] = "nemotron-nano-9b",
        ["nemotron-nano-12b-v2"] = "nemotron-nano-12b",
        ["mixtral-8x7b-v0.1"] = "mixtral-8x7b",
        ["mixtral-8x7b-instruct-v0.1"] = "mixtral-8x7b",
        ["gptj"] = "gpt-j-6b",
        ["gptj-6b"] = "gpt-j-6b",
    };

    /// <summary>The catalog's name, or the path in lower case without organisation, format, date and tuning.</summary>
    public static string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string name = path.Trim().TrimEnd('/').ToLowerInvariant();
        name = Makers().Replace(name[(name.LastIndexOf('/') + 1)..], "");
        for (string before = ""; before != name;)
        {
            before = name;
            if (catalog.TryGetValue(name, out string? known)) return known;
            name = Endings().Replace(name, "");
        }
        return name;
    }

    [GeneratedRegex("^(meta-|nvidia-)(?=.)")] private static partial Regex Makers();

    [GeneratedRegex(@"(?<=.)-(instruct|it|chat|hf|thinking|fp8|nvfp4|mxfp4|fp4|int4|bf16|w8a8|\d{4}|\d{6}|\d{8})$")]
    private static partial Regex Endings();
}
