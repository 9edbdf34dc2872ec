using System.Runtime.CompilerServices;
using Xunit;

namespace Headroom.Tests;

/// <summary>Text as a contract: what is printed equals what is committed in <c>golden/</c> beside the test.</summary>
/// <remarks>HEADROOM_UPDATE_GOLDEN=1 writes the files anew; read the difference before you commit it.</remarks>
static class Golden
{
    public static void Matches(string text, string name, [CallerFilePath] string caller = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(caller)!, "golden", name);
        string actual = text.ReplaceLineEndings("\n");
        if (Environment.GetEnvironmentVariable("HEADROOM_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }
        string expected = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        if (expected == actual) return;
        Assert.Fail($"{Path.GetFileName(path)} differs{FirstDifference(expected, actual)}\nHEADROOM_UPDATE_GOLDEN=1 writes it anew.");
    }

    static string FirstDifference(string expected, string actual)
    {
        string[] was = expected.Split('\n'), now = actual.Split('\n');
        for (int line = 0; line < Math.Max(was.Length, now.Length); line++)
        {
            string before = line < was.Length ? was[line] : "(end)", after = line < now.Length ? now[line] : "(end)";
            if (before != after) return $" in line {line + 1}:\n  committed  {before}\n  now        {after}";
        }
        return "";
    }
}
