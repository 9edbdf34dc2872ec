namespace Headroom.Operator;

/// <summary>Alarms of the field that stand: each is told once when it begins, and once when it has been over for a while.</summary>
internal sealed class StandingAlarms
{
    /// <summary>A reading on the edge of a limit is one alarm, not one with every beat.</summary>
    private static readonly TimeSpan quiet = TimeSpan.FromMinutes(1);
    private readonly Dictionary<string, (string What, TimeSpan Seen)> standing = [];

    /// <summary>What has to be told of the alarms of this beat.</summary>
    public IReadOnlyList<(string Severity, string What)> After(TimeSpan now, IReadOnlyList<FieldAlarm> alarms)
    {
        List<(string, string)> told = [];
        foreach (FieldAlarm alarm in alarms)
        {
            if (!standing.TryGetValue(alarm.Name, out (string What, TimeSpan Seen) known)) told.Add(("alarm", alarm.What));
            standing[alarm.Name] = (known.What ?? alarm.What, now);
        }
        foreach ((string name, (string what, TimeSpan seen)) in standing)
        {
            if (now - seen < quiet && now >= seen) continue;
            standing.Remove(name);
            told.Add(("note", $"over: {what}"));
        }
        return told;
    }
}
