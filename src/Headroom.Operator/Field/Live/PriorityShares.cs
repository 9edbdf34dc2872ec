namespace Headroom.Operator.Field.Live;

/// <summary>Divides what a bank may take over its racks by importance: the least important give way first, down to what their caps
/// allow.</summary>
/// <remarks>
///   Σ share(r) = share·racks        share(r) ≥ least        Racks that state no importance are the least important (control.md AT-15).
///   Racks of one importance share alike, so that without any importance stated every rack gets the bank's share.
/// </remarks>
internal static class PriorityShares
{
    public static void Divide(double share, double least, ReadOnlySpan<int?> importance, Span<double> shares)
    {
        shares.Fill(1);
        double missing = (1 - Math.Clamp(share, 0, 1)) * importance.Length;
        int? rank = null;
        bool isFirst = true;
        while (missing > 1e-12)
        {
            // next group: null first, then the largest number
            int? next = null;
            int count = 0;
            if (isFirst)
            {
                foreach (int? one in importance) if (one is null) count++;
            }
            else
            {
                foreach (int? one in importance) if (one is { } some && (rank is null || some < rank) && (next is null || some > next))
                    next = some;
                if (next is null) break;
                foreach (int? one in importance) if (one == next) count++;
            }
            isFirst = false;
            rank = next ?? rank;
            if (count == 0) continue;
            double each = Math.Min(missing / count, 1 - least);
            for (int i = 0; i < shares.Length; i++) if (importance[i] == next) shares[i] = 1 - each;
            missing -= each * count;
        }
        // below the lowest caps all racks ask for less than they can give: the envelope switches racks off for that
        if (missing > 1e-9) shares.Fill(Math.Clamp(share, 0, 1));
    }
}
