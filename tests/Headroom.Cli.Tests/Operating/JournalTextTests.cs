using Headroom.Cli.Operating;
using Headroom.Cli.Verbs;
using Headroom.Control;
using Headroom.Operator;
using Headroom.Operator.Journal;
using Headroom.Quantities;

namespace Headroom.Cli.Tests.Operating;

/// <summary>What a report says of itself.</summary>
public sealed class JournalTextTests
{
    static readonly DateTimeOffset two = new(2026, 7, 14, 14, 0, 0, TimeSpan.Zero);

    static EventReport Report(bool isOver)
    {
        TimeSpan start = SiteClock.At(two), end = start + TimeSpan.FromHours(4);
        LimitEvent limit = new() { Name = "cut", From = start, To = end, Level = 60.Megawatts };
        LimitCourse course = new(limit, 80.Megawatts, 60.Megawatts) { Announced = start, RampStart = start, LevelFrom = start, LevelTo = end, RecoveredAt = end, End = end };
        return new("harbour", "cut", new(LimitAuthority.Utility, "grid"), course, two, BaselineMethod.HourBefore, 80.Megawatts, 20.Megawatts, 19.Megawatts,
            1800, 1, Power.Zero, null, null, Power.Zero, Power.Zero, null, [], new(1800, 14_400), JournalHead.Empty)
        {
            BaselineCovered = new(12, 3600),
            UpTo = isOver ? SiteClock.At(end) : two.AddMinutes(31),
            IsOver = isOver,
        };
    }

    [Fact]
    public void Text_says_how_much_of_event_and_baseline_was_metered()
    {
        string text = JournalText.Of(Report(isOver: true));
        Assert.Contains("  covered     1,800 of 14,400 beats (12.50 %) from when its ramp began to its end were metered\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("; 12 of 3,600 beats (0.33 %) of that hour were metered\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("to 2026-07-14 14:31:00Z, where the journal ends before it is over, were metered", JournalText.Of(Report(isOver: false)), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_says_it_too()
    {
        using var json = System.Text.Json.JsonDocument.Parse(JournalText.Json(Report(isOver: false)));
        long Number(string name) => json.RootElement.GetProperty(name).GetInt64();
        Assert.Equal((1800, 14_400, 12_600), (Number("meteredBeats"), Number("expectedBeats"), Number("missingBeats")));
        Assert.Equal((12, 3600), (Number("baselineMeteredBeats"), Number("baselineExpectedBeats")));
        Assert.False(json.RootElement.GetProperty("isOver").GetBoolean());
    }

    [Fact]
    public void A_journal_in_a_database_has_its_key_where_operate_keeps_it_and_its_password_is_never_shown()
    {
        using StringWriter told = new(), error = new();
        Run run = new(new Terminal(told, error), FakeEngine.Planned, CancellationToken.None);
        JournalVerbs.Tell(run, new("postgres://anna:secret@db.example.org/harbour", "cut", null, null, null, null, Json: false), Report(isOver: true) with { Site = "nowhere-at-all" });
        Assert.Contains($"Not signed: there is no key at {Path.Combine(".headroom", "nowhere-at-all.key.pem")}.", told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", told.ToString() + error, StringComparison.Ordinal);
    }
}
