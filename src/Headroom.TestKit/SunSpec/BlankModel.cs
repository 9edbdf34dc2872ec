namespace Headroom.TestKit.SunSpec;

/// <summary>Models in which nothing is implemented: every point holds the value that says so.</summary>
/// <remarks>Runs of registers behind ID and length: <c>u</c> 0xFFFF, <c>s</c> 0x8000, <c>z</c> 0; <c>i</c> int32 and <c>f</c> float take two. A number repeats.</remarks>
public static class BlankModel
{
    private static readonly Dictionary<ushort, string> runs = new()
    {
        [1] = "64zus",
        [203] = "35si15zi15zi31zs2u",
        [213] = "61f2u",
        [701] = "8u5s20u11s18u5s18u5s21u9si31z",
        [702] = "43u7s",
        [703] = "15u2s",
        [704] = "22u2i2s8u2i2s9u6s8u",
        [713] = "5u2s",
        [715] = "7u",
        [802] = "42us2usus2u12s",
    };

    public static ushort[] Of(ushort model)
    {
        List<ushort> body = [];
        int times = 0;
        foreach (char c in runs[model])
        {
            if (char.IsAsciiDigit(c)) { times = 10 * times + (c - '0'); continue; }
            for (int k = Math.Max(1, times); k > 0; k--)
                body.AddRange(c switch { 'u' => [0xFFFF], 's' => [0x8000], 'i' => [0x8000, 0], 'f' => [0x7FC0, 0], _ => (ushort[])[0] });
            times = 0;
        }
        return [model, (ushort)body.Count, .. body];
    }
}
