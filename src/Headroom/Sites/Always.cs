namespace Headroom.Sites;

/// <summary>A law of ours was broken: a bug, never the user's fault, and no result may leave.</summary>
public sealed class BrokenLawException(string law) : Exception($"a law is broken: {law}");

/// <summary>Laws that stay on in production.</summary>
public static class Always
{
    /// <summary>Stops where the law does not hold.</summary>
    public static void Holds(bool holds, string law)
    {
        if (!holds) throw new BrokenLawException(law);
    }
}
