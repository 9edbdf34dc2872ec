using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Quantities;

namespace Headroom.Operator;

/// <summary>What a process leaves behind after every beat, for the next one.</summary>
/// <param name="Paused">Who is paused: the one order that outlives its beat.</param>
/// <param name="Beats">Since the journal began.</param>
/// <param name="Counters">Figures up to now; the next field counts on from them.</param>
public sealed record SavedService(ControllerSnapshot Controller, IReadOnlyList<bool> Paused, long Beats, FieldFigures Counters)
{
    private const string Name = "service";

    /// <summary>How limits were kept; null where the process before was of a build that did not say.</summary>
    public IReadOnlyList<LimitTally>? Tallies { get; init; }

    /// <returns>Null where nobody left anything, or nothing of it can be read; and what could not be read, in sentences.</returns>
    public static async ValueTask<(SavedService? Saved, IReadOnlyList<string> Left)> LoadAsync(IJournalStore store, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(store);
        if (await store.StateAsync(Name, stop) is not { } text) return (null, []);
        try
        {
            if (StateText.Read<SavedService>(text) is { Controller.Book: { Voices: not null, Names: not null }, Paused: not null, Counters.Services: not null } saved)
                return (saved with { Counters = Operator.Counters.Numbers(saved.Counters) }, []);
        }
        catch (Exception another) when (StateText.IsUnread(another)) { /* of another build */ }
        return SavedBook.Read(text);
    }

    /// <summary>The same, as far as it fits this build and this site: all of it, or the book alone, or the book without limits on feeds that the site has no more.</summary>
    /// <returns>And what had to be left behind, in sentences.</returns>
    public (SavedService Saved, IReadOnlyList<string> Left) Fitting(LimitBookSetting limits, Func<ControllerSnapshot, Controller> make)
    {
        ArgumentNullException.ThrowIfNull(limits);
        ArgumentNullException.ThrowIfNull(make);
        List<string> left = [];
        SavedName[] known = [.. Controller.Book.Names.Where(name => name.Demands.Select(one => one.Message).Concat(name.Returns.Select(back => back.Of.Message))
            .All(message => message.Limit?.Feed is not { } feed || limits.Feeds.ContainsKey(feed)))];
        LimitBookSnapshot book = known.Length == Controller.Book.Names.Count ? Controller.Book : Controller.Book with { Names = known };
        foreach (SavedName gone in Controller.Book.Names.Except(known)) left.Add($"limit {gone.Name} of {gone.Source.Id} is on a feed that the site has no more: it is not held");
        try
        {
            SavedService whole = ReferenceEquals(book, Controller.Book) ? this : this with { Controller = Controller with { Book = book } };
            make(whole.Controller);
            return (whole, left);
        }
        catch (Exception misfit) when (misfit is ArgumentException or InvalidOperationException or IndexOutOfRangeException or NullReferenceException or KeyNotFoundException)
        {
            left.Add($"the controller's memory does not fit this site any more ({misfit.Message}): it goes on from its book of limits alone");
            return (this with { Controller = new(book, Controller.Beat, null) }, left);
        }
    }

    /// <summary>As the journal's state.</summary>
    public IReadOnlyDictionary<string, byte[]> ToState() => new Dictionary<string, byte[]> { [Name] = StateText.Write(this) };
}

/// <summary>How a limit was kept so far.</summary>
/// <param name="Beats">In which it asked for something.</param>
/// <param name="Kept">Of these, in which import stayed under it.</param>
/// <param name="Worst">Most by which it was passed.</param>
public sealed record LimitTally(LimitSource Source, string Name, LimitStamp Stamp, long Beats, long Kept, Power Worst)
{
    public bool Is(LimitMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.Source == Source && message.Name == Name && message.Stamp == Stamp;
    }
}
