using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Limits;

/// <summary>A site of 200 MW that draws 100 MW, with two feeds, and messages to it.</summary>
static class Books
{
    public static readonly LimitSource Utility = new(LimitAuthority.Utility, "oncor"), Market = new(LimitAuthority.Market, "isv");

    public static readonly LimitBookSetting Setting = new()
    {
        Site = new(200.Megawatts, 100.Megawatts),
        Feeds = new Dictionary<string, LimitScope> { ["A"] = new(60.Megawatts, 50.Megawatts), ["B"] = new(60.Megawatts, 50.Megawatts) },
    };

    /// <summary>60 MW from 1 h, ramps of 10 min, level from 1 h 10 min to 3 h, back at 3 h 10 min, recovery to 4 h 10 min.</summary>
    public static readonly LimitEvent Cut = new()
    {
        Name = "cut",
        Level = 60.Megawatts,
        From = 1.Hours,
        To = 3.Hours,
        Recovery = 1.Hours,
        Ramp = new(10.Minutes, 10.Minutes, RampAnchor.Starts, null),
    };

    /// <summary>A plain step for as long as nobody says otherwise.</summary>
    public static LimitEvent Open(double megawatts, string name = "cut") => new() { Name = name, Level = megawatts.Megawatts, From = TimeSpan.Zero };

    public static LimitMessage Says(LimitEvent limit, double minute, LimitSource? source = null, LimitSilence? silence = null)
    {
        LimitSource by = source ?? Utility;
        return LimitMessage.Demand(by, new(minute.Minutes), limit with { Authority = by.Authority }, silence);
    }

    public static LimitMessage Ends(double minute, string name = "cut", LimitSource? source = null) => LimitMessage.Cancel(source ?? Utility, new(minute.Minutes), name);
    public static LimitMessage Beat(double minute, LimitSource? source = null) => LimitMessage.Heartbeat(source ?? Utility, new(minute.Minutes));

    /// <summary>A book that got each message at the minute it was issued.</summary>
    public static LimitBook Of(params LimitMessage[] messages)
    {
        LimitBook book = new(Setting);
        foreach (LimitMessage message in messages) Assert.NotEqual(LimitOutcome.Refused, book.Receive(message, message.Stamp.Issued).Outcome);
        return book;
    }

    extension(int number)
    {
        public TimeSpan Days => TimeSpan.FromDays(number);
    }

    extension(LimitBook book)
    {
        public double Firm(double minute, string? feed = null) => book.At(feed, minute.Minutes).Firm.Megawatts;
        public double Asked(double minute, string? feed = null) => book.At(feed, minute.Minutes).Asked.Megawatts;
    }
}
