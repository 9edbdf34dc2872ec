namespace Headroom.Protocols.Modbus;

/// <summary>The registers of a device that has no SunSpec model.</summary>
/// <param name="Device">What it is, for people.</param>
public sealed record RegisterMap(string Device, IReadOnlyList<RegisterPoint> Points)
{
    public RegisterPoint? Find(string name) => Points.FirstOrDefault(point => point.Name == name);

    /// <summary>Everything that is wrong with it, all at once; empty for a map that can be used.</summary>
    public IReadOnlyList<Malformed> Findings()
    {
        var findings = new List<Malformed>();
        if (Points.Count == 0) findings.Add(new("points", "there are none"));
        foreach (IGrouping<string, RegisterPoint> same in Points.GroupBy(point => point.Name))
            if (same.Count() > 1) findings.Add(new(same.Key, $"stands {same.Count()} times; once"));
        foreach (RegisterPoint point in Points) findings.AddRange(Of(point).Select(why => new Malformed(point.Name, why)));
        foreach (RegisterPoint one in Points)
            foreach (RegisterPoint other in Points)
                if (one != other && one.Table == other.Table && one.Address <= other.Address && other.Address < one.Address + one.Size
                    && (one.Address < other.Address || string.CompareOrdinal(one.Name, other.Name) < 0))
                    findings.Add(new(other.Name, $"overlaps {one.Name} at register {other.Address}"));
        return findings;
    }

    private static IEnumerable<string> Of(RegisterPoint point)
    {
        if (point.Name.Length == 0) yield return "has no name";
        if (point.Address + point.Size > ModbusLimits.Addresses) yield return $"ends at register {point.Address + point.Size - 1}; the last is 65535";
        if (!double.IsFinite(point.Scale) || point.Scale == 0) yield return $"scale {point.Scale}; any number but 0";
        if (!double.IsFinite(point.Offset)) yield return $"offset {point.Offset}; a number";
        if (point.Least > point.Most) yield return $"min {point.Least} is above max {point.Most}";
        if (point.Table == RegisterTable.Input && point.Access != RegisterAccess.Read) yield return "an input register cannot be written";
        bool isWritten = point.Access != RegisterAccess.Read;
        if (isWritten && (point.Least is null || point.Most is null)) yield return "is written and states no min and max; both";
        bool isPower = point.Unit is "W" or "kW" or "MW";
        if (isPower && point.Sign == RegisterSign.None) yield return $"is a power in {point.Unit} and states no sign; injection or draw";
        if (!isPower && point.Sign != RegisterSign.None) yield return $"states a sign for {(point.Unit.Length == 0 ? "a plain number" : point.Unit)}; only powers have one";
        if (point.Access == RegisterAccess.Write && point.Poll != PollClass.Once) yield return "cannot be read, so it has no poll class but once";
    }

    /// <summary>Points of a table in as few requests as the standard allows.</summary>
    /// <param name="gap">Registers between points that are read along rather than asked for apart; 0 for devices that refuse holes.</param>
    public IReadOnlyList<ModbusRequest.Read> Reads(PollClass poll, int gap = 0)
    {
        var reads = new List<ModbusRequest.Read>();
        foreach (RegisterPoint point in Points.Where(point => point.Poll == poll && point.Access != RegisterAccess.Write)
            .OrderBy(point => point.Table).ThenBy(point => point.Address))
        {
            int end = point.Address + point.Size;
            if (reads.Count > 0 && reads[^1] is var last && last.Table == point.Table && point.Address <= last.First + last.Count + gap
                && end - last.First <= ModbusLimits.ReadMost)
                reads[^1] = last with { Quantity = (ushort)Math.Max(last.Count, end - last.First) };
            else reads.Add(new(point.Table, point.Address, (ushort)point.Size));
        }
        return reads;
    }
}
