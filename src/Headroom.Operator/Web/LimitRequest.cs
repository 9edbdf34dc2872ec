using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Tokens;
using Headroom.Sites;
using static Headroom.Operator.Web.AskedObject;

namespace Headroom.Operator.Web;

/// <summary>A limit as a person or program asks for it over HTTP, read with all that is wrong at once.</summary>
internal static class LimitRequest
{
    private static readonly string[] keys = ["name", "feed", "level", "from", "until", "hold", "ramp", "firm", "priority", "recovery"];

    /// <summary>A start further ahead is a slip of the pen; nobody announces a cut for the next decade.</summary>
    private static readonly TimeSpan aheadMost = TimeSpan.FromDays(3653);

    /// <param name="now">What has ended by then is refused. A limit that states no start begins when it is taken.</param>
    public static (LimitEvent? Limit, IReadOnlyList<Finding> Findings) Read(ReadOnlyMemory<byte> body, DateTimeOffset now, LimitAuthority authority)
    {
        List<Finding> findings = [];
        using var asked = AskedObject.Read(body, keys, "{\"name\": \"cut\", \"level\": \"30 MW\", \"hold\": \"1 h\"}", findings);
        if (asked is null) return (null, findings);
        var texts = new OptionTexts();
        TimeSpan? Length(string key) => texts.Quantity(key, asked.Text(key), UnitTable.Duration, 0, 1e9, "a time", "h") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        DateTimeOffset? Moment(string key)
        {
            if (asked.Text(key) is not { } text) return null;
            if (IsWhole(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)) return moment;
            findings.Add(Wrong(key, text, "a moment in UTC such as 2026-07-14T18:00:00Z", "Write it as RFC 3339."));
            return null;
        }
        string name = asked.Text("name") ?? "";
        if (string.IsNullOrWhiteSpace(name) || name.Length > 100) findings.Add(Wrong("name", string.IsNullOrWhiteSpace(name) ? "nothing" : $"{name.Length} characters", "1 to 100 characters", "Name the limit, so that it can be replaced and cancelled."));
        else if (name is "." or ".." || name.Any(char.IsControl))
            findings.Add(Wrong("name", $"\"{name}\"", "a name that an address can carry", "Name it with letters, so that it can be cancelled."));
        if (asked.Text("level") is null) findings.Add(Wrong("level", "nothing", "a power with its unit, such as 30 MW", "State what import may reach."));
        Power? level = texts.Quantity("level", asked.Text("level"), UnitTable.Power, 0, 1e12, "a power", "MW") is { } watts ? Power.FromSi(watts) : null;
        DateTimeOffset? from = Moment("from"), until = Moment("until");
        TimeSpan? hold = Length("hold");
        TimeSpan ramp = Length("ramp") ?? TimeSpan.Zero, recovery = Length("recovery") ?? TimeSpan.Zero;
        if (until is not null && hold is not null) findings.Add(Wrong("hold", "beside until", "one of the two", "Leave one out; both out is an open end."));
        if (from - now > aheadMost) findings.Add(Wrong("from", Told(from), "within ten years", "Check the year."));
        else if (until is null && hold is { } held && from + ramp + held <= now)
            findings.Add(Wrong("hold", $"over at {Told(from + ramp + held)}", $"an end after now, {Told(now)}", "Check the date and the zone; leave 'from' out for a limit from now on."));
        if (until <= now) findings.Add(Wrong("until", Told(until), $"an end after now, {Told(now)}", "Check the date and the zone."));
        bool firm = asked.Flag("firm", "false for a limit that costs no promise, true for one that holds.", findings) ?? true;
        int priority = 1;
        if (asked.Text("priority") is { } rank && !int.TryParse(rank, NumberStyles.None, CultureInfo.InvariantCulture, out priority))
            findings.Add(Wrong("priority", rank, "a whole number from 0 on, smaller is more important", "Take 1."));
        findings.AddRange(texts.Findings.Select(one => one with { File = "request" }));
        if (findings.Count > 0) return (null, findings);
        return (new()
        {
            Name = name,
            Feed = asked.Text("feed"),
            From = from is { } start ? SiteClock.At(start) : SiteService.WhenTaken,
            To = until is { } end ? SiteClock.At(end) : null,
            Hold = hold,
            Level = level,
            Ramp = ramp == TimeSpan.Zero ? LimitRamp.None : new(ramp, ramp, RampAnchor.Starts, null),
            Recovery = recovery,
            Authority = authority,
            Firmness = firm ? Firmness.Firm : Firmness.BestEffort,
            Priority = priority,
        }, []);
    }

    /// <summary>A year, a month, a day and a time, in this order: nobody guesses which of two numbers is the month, or that today is meant.</summary>
    private static bool IsWhole(string text) => text is [_, _, _, _, '-', _, _, '-', _, _, 'T' or 't' or ' ', _, _, ':', _, _, ..]
        && text.All(one => char.IsAsciiDigit(one) || "-:Tt .+Zz".Contains(one));

    private static string Told(DateTimeOffset? moment) => moment!.Value.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
