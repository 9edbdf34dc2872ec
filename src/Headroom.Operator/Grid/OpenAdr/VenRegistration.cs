using System.Globalization;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>Makes this client known at the VTN: its ven, its resources, its subscription. What is there already is taken as it
/// is.</summary>
/// <remarks>What was granted is forgotten only when all that says it was read: an event whose target is forgotten counts as cancelled.</remarks>
internal sealed class VenRegistration(VenSetting setting, VtnDoor door, VtnLists lists, Func<Evidence, CancellationToken, ValueTask> note)
{
    /// <summary>Ids of subscriptions that were made or found here, by their targets.</summary>
    private readonly Dictionary<string, string> made = [];

    /// <summary>Id of the ven at the VTN; null before it is known.</summary>
    public string? VenId { get; private set; }

    /// <summary>What business logic granted.</summary>
    public IReadOnlySet<string> Granted { get; private set; } = new HashSet<string>();

    /// <summary>What business logic granted, and what the setting adds.</summary>
    public IReadOnlySet<string> Targets { get; private set; } = new HashSet<string>([.. setting.Targets, .. setting.Feeds.Keys]);

    /// <summary>The last run read all that says what is granted.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Something changed that is not saved yet.</summary>
    public bool IsNew { get; set; }

    /// <summary>Until the VTN answers, what it granted before holds.</summary>
    public void Restore(VenState saved)
    {
        VenId = saved.VenId;
        Grant([.. saved.Granted]);
    }

    public async ValueTask RunAsync(Power connection, CancellationToken stop)
    {
        IReadOnlyList<AdrPayload> attributes = double.IsFinite(connection.Watts)
            ? [AdrPayload.Of("MAX_POWER_CONSUMPTION", connection.Kilowatts)] : [];
        AdrVen asking = new() { Name = setting.Name, Attributes = attributes };
        IsWhole = false;
        (AdrVen? ven, _) = await EnsureAsync("vens", () => VenAsync(stop), asking, AdrReader.Ven, stop).ConfigureAwait(false);
        if (ven is null) return;
        HashSet<string> granted = [.. ven.Targets];
        bool isWhole = true;
        IsNew |= VenId != ven.Id;
        VenId = ven.Id;
        foreach (string name in setting.Resources)
        {
            AdrResource asked = new() { Name = name, VenId = ven.Id };
            string query = string.Create(CultureInfo.InvariantCulture,
                $"resources?venID={ven.Id}&resourceName={Uri.EscapeDataString(name)}");
            (AdrResource? resource, bool isRead) = await EnsureAsync("resources", () => ThereAsync(query, AdrReader.Resources, one =>
                one.Name == name && one.VenId == ven.Id, stop), asked, AdrReader.Resource, stop).ConfigureAwait(false);
            if (resource is not null) granted.UnionWith(resource.Targets);
            isWhole &= isRead;
        }
        // resources of business logic's making carry targets as well
        WholeList<AdrResource> others = await SoughtAsync($"resources?venID={ven.Id}", AdrReader.Resources, stop).ConfigureAwait(false);
        foreach (AdrResource one in others.Items) granted.UnionWith(one.Targets);
        IsWhole = isWhole && others.IsWhole && others.Faults.Count == 0;
        if (!IsWhole) granted.UnionWith(Granted);
        IsNew |= !granted.SetEquals(Granted);
        Grant(granted);
    }

    private void Grant(HashSet<string> granted)
    {
        Granted = granted;
        Targets = new HashSet<string>([.. setting.Targets, .. setting.Feeds.Keys, .. granted]);
    }

    /// <summary>Asks for webhooks; without them polling does.</summary>
    /// <remarks>Some VTNs never show the targets of a subscription: the one that was made here is known by its id.</remarks>
    public async ValueTask SubscribeAsync(CancellationToken stop)
    {
        if (setting.CallbackUrl is not { } callback) return;
        AdrSubscription asked = new()
        {
            ClientName = setting.Name,
            Operations = [new([AdrKind.Program, AdrKind.Event], [AdrOperation.Create, AdrOperation.Update, AdrOperation.Delete],
                callback.AbsoluteUri, setting.CallbackToken)],
            Targets = [.. Targets],
        };
        string query = $"subscriptions?clientName={Uri.EscapeDataString(setting.Name)}";
        bool IsOurs(AdrSubscription there) => there.ClientName == setting.Name
            && there.Operations.Any(operation => operation.CallbackUrl == callback.AbsoluteUri);
        WholeList<AdrSubscription> before = await SoughtAsync(query, AdrReader.Subscriptions, stop).ConfigureAwait(false);
        if (!before.IsWhole) return;
        bool showsTargets = Targets.Count == 0 || before.Items.Any(one => IsOurs(one) && one.Targets.Count > 0);
        HashSet<string> kept = [];
        bool isAll = true;
        // targets filter what is told: what has none is told by a subscription without
        foreach (AdrSubscription one in Targets.Count == 0 ? (AdrSubscription[])[asked] : [asked, asked with { Targets = [] }])
        {
            string key = string.Join('\n', one.Targets.Order(StringComparer.Ordinal));
            string? known = made.GetValueOrDefault(key);
            bool IsSame(AdrSubscription there) => IsOurs(there) && !kept.Contains(there.Id) && (known is not null ? there.Id == known
                : showsTargets && there.Targets.ToHashSet().SetEquals(one.Targets) && !made.ContainsValue(there.Id));
            (AdrSubscription? same, _) = await EnsureAsync("subscriptions", () => ThereAsync(query, AdrReader.Subscriptions, IsSame, stop),
                one, AdrReader.Subscription, stop).ConfigureAwait(false);
            if (same is { Id.Length: > 0 }) kept.Add(made[key] = same.Id);
            else (_, isAll) = (made.Remove(key), false);
        }
        if (!isAll) return;
        foreach (string old in made.Keys.Where(key => !kept.Contains(made[key])).ToArray()) made.Remove(old);
        WholeList<AdrSubscription> all = await SoughtAsync(query, AdrReader.Subscriptions, stop).ConfigureAwait(false);
        foreach (AdrSubscription old in all.Items.Where(one => IsOurs(one) && !kept.Contains(one.Id)))
        {
            string path = $"subscriptions/{Uri.EscapeDataString(old.Id)}";
            await note(new("openadr", setting.Name, $"DELETE {path}", default) { IsSent = true }, stop).ConfigureAwait(false);
            await door.SendAsync(HttpMethod.Delete, path, null, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Our ven: that of our name; else that of our client, since business logic may have named it and many VTNs take one for each
    /// client; else the only one that is shown.</summary>
    private async ValueTask<(AdrVen? Found, bool IsWhole)> VenAsync(CancellationToken stop)
    {
        (AdrVen? named, bool isWhole) = await ThereAsync($"vens?venName={Uri.EscapeDataString(setting.Name)}", AdrReader.Vens, one =>
            one.Name == setting.Name, stop).ConfigureAwait(false);
        if (named is not null || !isWhole) return (named, isWhole);
        WholeList<AdrVen> all = await lists.AllAsync("vens", AdrReader.Vens, stop).ConfigureAwait(false);
        AdrVen[] own = [.. all.Items.Where(one => one.ClientId is { } client && client == setting.ClientId)];
        if (own.Length == 0) own = [.. all.Items];
        return (all.IsWhole && own.Length == 1 ? own[0] : null, all.IsWhole);
    }

    private async ValueTask<(T? Found, bool IsWhole)> ThereAsync<T>(string query, Func<ReadOnlyMemory<byte>, Parsed<AdrPage<T>>> read,
        Func<T, bool> isSame, CancellationToken stop) where T : AdrObject
    {
        WholeList<T> there = await SoughtAsync(query, read, stop).ConfigureAwait(false);
        return (there.Items.FirstOrDefault(isSame), there.IsWhole);
    }

    /// <summary>What a filter finds. Some VTNs answer 404 where it finds nothing.</summary>
    private async ValueTask<WholeList<T>> SoughtAsync<T>(string query, Func<ReadOnlyMemory<byte>, Parsed<AdrPage<T>>> read, CancellationToken stop) where T : AdrObject
    {
        WholeList<T> found = await lists.AllAsync(query, read, stop).ConfigureAwait(false);
        return found.Last.Status == 404 ? found with { IsWhole = true } : found;
    }

    /// <summary>The object that is there, or the one that was made; null where neither could be had, and whether it was read that it is not
    /// there.</summary>
    private async ValueTask<(T? There, bool IsRead)> EnsureAsync<T>(string path, Func<ValueTask<(T? Found, bool IsWhole)>> look, T asked,
        Func<ReadOnlyMemory<byte>, Parsed<T>> read, CancellationToken stop) where T : AdrObject
    {
        for (int i = 0; i < 2; i++)
        {
            (T? found, bool isWhole) = await look().ConfigureAwait(false);
            if (found is not null) return (found, true);
            if (!isWhole || i > 0) return (null, isWhole);
            byte[] body = AdrWriter.Request(asked, isBusiness: false);
            byte[] told = asked is AdrSubscription subscription
                ? AdrWriter.Request(subscription with
                {
                    Operations =
                [.. subscription.Operations.Select(one => one with { BearerToken = null })]
                }, isBusiness: false) : body;
            await note(new("openadr", setting.Name, $"POST {path}", told) { IsSent = true }, stop).ConfigureAwait(false);
            VtnReply reply = await door.SendAsync(HttpMethod.Post, path, body, stop).ConfigureAwait(false);
            if (reply.IsGood && read(reply.Body) is { Value: { } made }) return (made, true);
            await note(new("openadr", setting.Name, $"{path} answered {reply.Status}", reply.Body), stop).ConfigureAwait(false);
            // it may be stored all the same, or be there under the same name: look once more
            if (!reply.IsUnsure && reply.Status != 409) return (null, true);
        }
        return (null, false);
    }
}
