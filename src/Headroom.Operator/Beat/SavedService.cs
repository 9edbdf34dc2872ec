using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;

namespace Headroom.Operator;

/// <summary>What a process leaves behind after every beat, for the next one.</summary>
/// <param name="Paused">Who is paused: the one order that outlives its beat.</param>
/// <param name="Beats">Since the journal began.</param>
/// <param name="Counters">Figures up to now; the next field counts on from them.</param>
public sealed record SavedService(ControllerSnapshot Controller, IReadOnlyList<bool> Paused, long Beats, FieldFigures Counters)
{
    private const string Name = "service";

    public static async ValueTask<SavedService?> LoadAsync(IJournalStore store, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(store);
        return await store.StateAsync(Name, stop) is { } text ? StateText.Read<SavedService>(text) : null;
    }

    /// <summary>As the journal's state.</summary>
    public IReadOnlyDictionary<string, byte[]> ToState() => new Dictionary<string, byte[]> { [Name] = StateText.Write(this) };
}
