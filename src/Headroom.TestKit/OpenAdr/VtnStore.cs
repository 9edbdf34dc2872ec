using System.Globalization;
using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Objects of a VTN in memory, in the order they came. Ids are counted from 0, as some VTNs do.</summary>
internal sealed class VtnStore(Func<DateTimeOffset> clock)
{
    private readonly Lock door = new();
    private readonly List<AdrObject> objects = [];
    private int next;

    public IReadOnlyList<AdrObject> All(AdrKind kind)
    {
        lock (door) return [.. objects.Where(one => one.Kind == kind)];
    }

    public AdrObject? Find(AdrKind kind, string id)
    {
        lock (door) return objects.FirstOrDefault(one => one.Kind == kind && one.Id == id);
    }

    /// <summary>Stores it unless another of its kind has its name.</summary>
    public AdrObject? Add(AdrObject one)
    {
        lock (door)
        {
            if (objects.Exists(other => IsSameName(one, other))) return null;
            DateTimeOffset now = Now();
            AdrObject stored = one with { Id = (next++).ToString(CultureInfo.InvariantCulture), Created = now, Modified = now };
            objects.Add(stored);
            return stored;
        }
    }

    /// <summary>Puts new content in the place of the old; the modification always moves on.</summary>
    public AdrObject? Change(string id, AdrObject one)
    {
        lock (door)
        {
            int at = objects.FindIndex(other => other.Kind == one.Kind && other.Id == id);
            if (at < 0 || objects.Exists(other => other.Id != id && IsSameName(one, other))) return null;
            DateTimeOffset now = Now(), before = objects[at].Modified ?? now;
            objects[at] = one with { Id = id, Created = objects[at].Created, Modified = now > before ? now : before.AddMilliseconds(1) };
            return objects[at];
        }
    }

    /// <summary>Removes it and all that hangs on it; what went, itself first.</summary>
    public IReadOnlyList<AdrObject> Remove(AdrKind kind, string id)
    {
        lock (door)
        {
            AdrObject? one = objects.Find(other => other.Kind == kind && other.Id == id);
            if (one is null) return [];
            List<AdrObject> gone = [one];
            for (int i = 0; i < gone.Count; i++) gone.AddRange(objects.Where(other => HangsOn(other, gone[i])));
            objects.RemoveAll(gone.Contains);
            return gone;
        }
    }

    /// <summary>As after a restart without a disk: nothing is left, and ids begin again.</summary>
    public void Clear()
    {
        lock (door)
        {
            objects.Clear();
            next = 0;
        }
    }

    /// <summary>Whole milliseconds, as its stamps are written.</summary>
    private DateTimeOffset Now()
    {
        DateTimeOffset now = clock();
        return now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerMillisecond));
    }

    private static bool HangsOn(AdrObject one, AdrObject root) => (one, root) switch
    {
        (AdrEvent signal, AdrProgram program) => signal.ProgramId == program.Id,
        (AdrReport report, AdrEvent signal) => report.EventId == signal.Id,
        (AdrResource resource, AdrVen ven) => resource.VenId == ven.Id,
        (AdrSubscription subscription, AdrProgram program) => subscription.ProgramId == program.Id,
        _ => false,
    };

    private static bool IsSameName(AdrObject one, AdrObject other) => (one, other) switch
    {
        (AdrProgram a, AdrProgram b) => a.Name == b.Name,
        (AdrVen a, AdrVen b) => a.Name == b.Name,
        (AdrResource a, AdrResource b) => a.Name == b.Name && a.VenId == b.VenId,
        _ => false,
    };
}
