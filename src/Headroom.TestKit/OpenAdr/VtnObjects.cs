using Headroom.Protocols;
using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Reads and writes of objects by a caller whose token, role and scope are in order: ownership, targets and content are checked
/// here.</summary>
internal sealed class VtnObjects(VtnStore store, VtnSight sight, VtnWebhooks webhooks, VtnMischief mischief, Func<DateTimeOffset> clock)
{
    /// <summary>Told of every change, with what was before in the case of a deletion.</summary>
    public event Action<AdrOperation, AdrObject>? Changed;

    public VtnAnswer List(AdrKind kind, VtnCall call)
    {
        VtnQuery query = call.Query;
        if (query.Refusal is { } why) return VtnAnswer.BadRequest(why);
        DateTimeOffset now = clock();
        IEnumerable<AdrObject> all = store.All(kind);
        if (mischief.TurnsOrderRound) all = all.Reverse();
        string? ProgramOf(string eventId) => (store.Find(AdrKind.Event, eventId) as AdrEvent)?.ProgramId;
        IEnumerable<AdrObject> seen = all.Where(one => query.Fits(one, now, ProgramOf))
            .Select(one => sight.Shown(one, call.Caller.Client, query.Targets)).OfType<AdrObject>();
        return new(200, AdrWriter.List(seen.Skip(query.Skip).Take(query.Limit).Select(Spoiled)));
    }

    public VtnAnswer Get(AdrKind kind, VtnCall call) => Shown(kind, call) is { } one ? VtnAnswer.Of(Spoiled(one)) : VtnAnswer.NotFound;

    public async ValueTask<VtnAnswer> CreateAsync(AdrKind kind, VtnCall call)
    {
        (AdrObject? asked, VtnAnswer refusal) = Read(kind, call);
        if (asked is null) return refusal;
        AdrObject owned = Owned(asked, call, before: null);
        if (Dangling(owned, call) is { } dangling) return dangling;
        if (owned is AdrSubscription subscription && await webhooks.RefusalAsync(subscription, call.Stop).ConfigureAwait(false) is { } why)
            return VtnAnswer.BadRequest(why);
        if (store.Add(owned) is not { } stored) return VtnAnswer.Conflict("Another object has this name.");
        Changed?.Invoke(AdrOperation.Create, stored);
        return VtnAnswer.Of(Spoiled(stored), 201);
    }

    public async ValueTask<VtnAnswer> UpdateAsync(AdrKind kind, VtnCall call)
    {
        if (Shown(kind, call) is null || store.Find(kind, call.Id) is not { } before) return VtnAnswer.NotFound;
        (AdrObject? asked, VtnAnswer refusal) = Read(kind, call);
        if (asked is null) return refusal;
        AdrObject owned = Owned(asked, call, before);
        if (Dangling(owned, call) is { } dangling) return dangling;
        if (owned is AdrSubscription subscription && await webhooks.RefusalAsync(subscription, call.Stop).ConfigureAwait(false) is { } why)
            return VtnAnswer.BadRequest(why);
        if (store.Change(call.Id, owned) is not { } stored) return VtnAnswer.Conflict("Another object has this name, or this one is gone.");
        Changed?.Invoke(AdrOperation.Update, stored);
        return VtnAnswer.Of(Spoiled(stored));
    }

    public VtnAnswer Delete(AdrKind kind, VtnCall call)
    {
        if (Shown(kind, call) is null) return VtnAnswer.NotFound;
        IReadOnlyList<AdrObject> gone = store.Remove(kind, call.Id);
        if (gone.Count == 0) return VtnAnswer.NotFound;
        foreach (AdrObject one in gone) Changed?.Invoke(AdrOperation.Delete, one);
        return VtnAnswer.Of(gone[0]);
    }

    /// <summary>Whether a notification may go out that an object changed: what a read would show.</summary>
    private AdrObject? Shown(AdrKind kind, VtnCall call) => store.Find(kind, call.Id) is { } one ? sight.ShownById(one, call.Caller.Client)
        : null;

    private static (AdrObject? Asked, VtnAnswer Refusal) Read(AdrKind kind, VtnCall call)
    {
        if (RequestCheck.Of(kind, call.Body) is { } fault) return (null, VtnAnswer.BadRequest(fault.ToString()));
        (AdrObject? one, Malformed? wrong) = kind switch
        {
            AdrKind.Program => Both(AdrReader.Program(call.Body)),
            AdrKind.Event => Both(AdrReader.Event(call.Body)),
            AdrKind.Report => Both(AdrReader.Report(call.Body)),
            AdrKind.Subscription => Both(AdrReader.Subscription(call.Body)),
            AdrKind.Ven => Both(AdrReader.Ven(call.Body)),
            _ => Both(AdrReader.Resource(call.Body)),
        };
        if (one is null) return (null, VtnAnswer.BadRequest(wrong?.ToString() ?? "not the object that is expected"));
        if (kind is not (AdrKind.Ven or AdrKind.Resource)) return (one, default);
        bool isOfBusiness = RequestCheck.IsOfBusiness(call.Body);
        bool statesMore = VtnSight.OwnerOf(one) is not null || one is AdrVen { Targets.Count: > 0 } or AdrResource { Targets.Count: > 0 };
        if (!call.IsBusiness && (isOfBusiness || statesMore))
            return (null, VtnAnswer.Forbidden("A VEN may state neither clientID nor targets."));
        return call.IsBusiness && !isOfBusiness ? (null, VtnAnswer.BadRequest("objectType: that of business logic is expected"))
            : (one, default);
    }

    /// <summary>With the client that the VTN states; a VEN keeps the targets that business logic granted.</summary>
    private static AdrObject Owned(AdrObject asked, VtnCall call, AdrObject? before)
    {
        string client = before is null ? call.Caller.Client.Id : VtnSight.OwnerOf(before) ?? call.Caller.Client.Id;
        return asked switch
        {
            AdrReport report => report with { ClientId = client },
            AdrSubscription subscription => subscription with { ClientId = client },
            AdrVen ven when !call.IsBusiness => ven with { ClientId = client, Targets = (before as AdrVen)?.Targets ?? [] },
            AdrResource resource when !call.IsBusiness => resource with
            {
                ClientId = client,
                Targets = (before as AdrResource)?.Targets
                ?? []
            },
            _ => asked,
        };
    }

    /// <summary>Refers to what is not there, or to what the caller may not see, which it must not be able to tell from that.</summary>
    private VtnAnswer? Dangling(AdrObject one, VtnCall call)
    {
        bool IsSeen(AdrKind kind, string id) => store.Find(kind, id) is { } there && sight.ShownById(there, call.Caller.Client) is not null;
        return one switch
        {
            AdrEvent signal when !IsSeen(AdrKind.Program, signal.ProgramId) => VtnAnswer.Conflict("programID: no such program"),
            AdrReport report when !IsSeen(AdrKind.Event, report.EventId) => VtnAnswer.Conflict("eventID: no such event"),
            AdrSubscription { ProgramId: { } id } when !IsSeen(AdrKind.Program, id) => VtnAnswer.Conflict("programID: no such program"),
            AdrResource resource when !IsSeen(AdrKind.Ven, resource.VenId) => VtnAnswer.Conflict("venID: no such ven"),
            _ => null,
        };
    }

    private AdrObject Spoiled(AdrObject one) => mischief.DropsProgramDescriptors && one is AdrProgram program
        ? program with { Descriptors = [] } : one;

    private static (AdrObject?, Malformed?) Both<T>(Parsed<T> parsed) where T : AdrObject => (parsed.Value, parsed.Fault);
}
