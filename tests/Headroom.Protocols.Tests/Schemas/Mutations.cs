namespace Headroom.Protocols.Tests.Schemas;

/// <summary>Bytes that are almost right, by a seed.</summary>
sealed class Mutations(int seed)
{
    readonly Random random = new(seed);
    static readonly byte[][] pieces = [.. ((string[])["\"", "{", "}", "[", "]", ",", "null", "1e999", "-", "\\ud800", "\0",
        "9007199254740993", "true", "[[[[", "é", "//", "\\u0000", "NaN"])
        .Select(System.Text.Encoding.UTF8.GetBytes)];

    public byte[] Of(byte[] message)
    {
        List<byte> bytes = [.. message];
        for (int n = random.Next(1, 4); n > 0 && bytes.Count > 0; n--)
        {
            int at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, pieces[random.Next(pieces.Length)]); break;
                default: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at))); break;
            }
        }
        return [.. bytes];
    }
}
