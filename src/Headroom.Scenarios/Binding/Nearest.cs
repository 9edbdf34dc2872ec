namespace Headroom.Scenarios.Binding;

/// <summary>"Did you mean": the known word nearest to one that is not known.</summary>
internal static class Nearest
{
    /// <summary>The nearest of the words, null where none is near: at most a third of the letters differ.</summary>
    public static string? Of(string word, IEnumerable<string> words)
    {
        string? best = null;
        int least = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in words)
        {
            bool begins = word.Length >= 3 && candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase);
            int distance = string.Equals(word, candidate, StringComparison.OrdinalIgnoreCase) ? 0 : begins ? 1
                : Distance(word, candidate);
            if (distance >= least || distance >= word.Length) continue;
            (best, least) = (candidate, distance);
        }
        return best;
    }

    /// <summary>A sentence with the nearest word, or with all of them where none is near and they are few.</summary>
    public static string Remedy(string word, IReadOnlyCollection<string> words)
    {
        if (Of(word, words) is { } near) return $"Did you mean {near}?";
        return words.Count == 0 ? "Remove it." : $"Known here: {string.Join(", ", words.Take(40))}.";
    }

    /// <summary>Levenshtein distance where a swap of neighbours counts one.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 64 || b.Length > 64) return int.MaxValue;
        var cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
            for (int j = 1; j <= b.Length; j++)
            {
                int change = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1;
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), cost[i - 1, j - 1] + change);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        return cost[a.Length, b.Length];
    }
}
