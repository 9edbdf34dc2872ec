using System.Globalization;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>Makes this client known at the VTN: its ven, its resources, its subscription. What is there already is taken as it
/// is.</summary>
internal sealed class VenRegistration(VenSetting setting, VtnDoor door, VtnLists lists, Func<Evidence, CancellationToken, ValueTask> note)
{
    /// <summary>Id of the ven at the VTN; null before it is known.</summary>
    public string? VenId { get; private set; }

    /// <summary>What business logic granted, and what the setting adds.</summary>
    public HashSet<string> Targets { get; } = [.. setting.Targets, .. setting.Feeds.Keys];

    public async ValueTask RunAsync(Power connection, CancellationToken stop)
    {
        IReadOnlyList<AdrPayload> attributes = double.IsFinite(connection.Watts)
            ? [AdrPayload.Of("MAX_POWER_CONSUMPTION", connection.Kilowatts)] : [];
        AdrVen? ven = await EnsureAsync("vens", $"vens?venName={Uri.EscapeDataString(setting.Name)}",
            new AdrVen { Name = setting.Name, Attributes = attributes },
            AdrReader.Vens, AdrReader.Ven, one => one.Name == setting.Name, stop).ConfigureAwait(false);
        if (ven is null) return;
        HashSet<string> granted = [.. setting.Targets, .. setting.Feeds.Keys, .. ven.Targets];
        VenId = ven.Id;
        foreach (string name in setting.Resources)
        {
            AdrResource asked = new() { Name = name, VenId = ven.Id };
            string query = string.Create(CultureInfo.InvariantCulture,
                $"resources?venID={ven.Id}&resourceName={Uri.EscapeDataString(name)}");
            AdrResource? resource = await EnsureAsync("resources", query, asked, AdrReader.Resources, AdrReader.Resource, one =>
                one.Name == name && one.VenId == ven.Id, stop).ConfigureAwait(false);
            if (resource is not null) granted.UnionWith(resource.Targets);
        }
        // resources of business logic's making carry targets as well
        WholeList<AdrResource> others = await lists.AllAsync($"resources?venID={ven.Id}", AdrReader.Resources, stop).ConfigureAwait(false);
        foreach (AdrResource one in others.Items) granted.UnionWith(one.Targets);
        Targets.Clear();
        Targets.UnionWith(granted);
    }

    /// <summary>Asks for webhooks; without them polling does.</summary>
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
        // targets filter what is told: what has none is told by a subscription without
        foreach (AdrSubscription one in Targets.Count == 0 ? (AdrSubscription[])[asked] : [asked, asked with { Targets = [] }])
        {
            bool IsSame(AdrSubscription there) => there.ClientName == one.ClientName && there.Targets.ToHashSet().SetEquals(one.Targets)
                && there.Operations.Any(operation => operation.CallbackUrl == callback.AbsoluteUri);
            await EnsureAsync("subscriptions", $"subscriptions?clientName={Uri.EscapeDataString(setting.Name)}", one,
                AdrReader.Subscriptions, AdrReader.Subscription, IsSame, stop).ConfigureAwait(false);
        }
    }

    /// <summary>The object that is there, or the one that was made; null where neither could be had.</summary>
    private async ValueTask<T?> EnsureAsync<T>(
        string path, string query, T asked, Func<ReadOnlyMemory<byte>, Parsed<AdrPage<T>>> readList, Func<ReadOnlyMemory<byte>,
            Parsed<T>> read, Func<T, bool> isSame, CancellationToken stop)
        where T : AdrObject
    {
        for (int i = 0; i < 2; i++)
        {
            WholeList<T> there = await lists.AllAsync(query, readList, stop).ConfigureAwait(false);
            if (there.Items.FirstOrDefault(isSame) is { } found) return found;
            if (!there.IsWhole || i > 0) return null;
            byte[] body = AdrWriter.Request(asked, isBusiness: false);
            byte[] told = asked is AdrSubscription subscription
                ? AdrWriter.Request(subscription with
                {
                    Operations =
                [.. subscription.Operations.Select(one => one with { BearerToken = null })]
                }, isBusiness: false) : body;
            await note(new("openadr", setting.Name, $"POST {path}", told) { IsSent = true }, stop).ConfigureAwait(false);
            VtnReply reply = await door.SendAsync(HttpMethod.Post, path, body, stop).ConfigureAwait(false);
            if (reply.IsGood && read(reply.Body) is { Value: { } made }) return made;
            await note(new("openadr", setting.Name, $"{path} answered {reply.Status}", reply.Body), stop).ConfigureAwait(false);
            // it may be stored all the same, or be there under the same name: look once more
            if (!reply.IsUnsure && reply.Status != 409) return null;
        }
        return null;
    }
}
