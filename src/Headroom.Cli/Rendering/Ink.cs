namespace Headroom.Cli.Rendering;

/// <summary>Two emphases for a terminal, or none where colour is not wanted.</summary>
readonly record struct Ink(bool On)
{
    const string bold = "\u001b[1m", dim = "\u001b[2m", plain = "\u001b[0m";
    public string Strong(string text) => On && text.Length > 0 ? bold + text + plain : text;
    public string Faint(string text) => On && text.Length > 0 ? dim + text + plain : text;
}
