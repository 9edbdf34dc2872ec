using System.Globalization;
using Headroom.Protocols.OpenAdr;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Parameters of a list, checked: paging and filters, all of which have to match.</summary>
internal sealed record VtnQuery
{
    private const int LimitMost = 50;
    private static readonly string[] kinds = [.. Enum.GetNames<AdrKind>().Select(one => one.ToUpperInvariant())];

    public IReadOnlyList<string> Targets { get; private init; } = [];
    public IReadOnlyList<AdrKind> Objects { get; private init; } = [];
    public int Skip { get; private init; }
    public int Limit { get; private init; } = LimitMost;
    public bool? Active { get; private init; }
    public string? ProgramId { get; private init; }
    public string? EventId { get; private init; }
    public string? VenId { get; private init; }
    public string? ClientName { get; private init; }
    public string? VenName { get; private init; }
    public string? ResourceName { get; private init; }

    /// <summary>Why the parameters are refused; null where they are good.</summary>
    public string? Refusal { get; private init; }

    public static VtnQuery Of(IQueryCollection query)
    {
        string? wrong = null;
        int Whole(string name, int unsaid, int most)
        {
            if (!query.TryGetValue(name, out var said)) return unsaid;
            if (int.TryParse(said.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most)
                return number;
            wrong ??= $"{name} is no whole number from 0 to {most}";
            return unsaid;
        }
        string? Id(string name)
        {
            if (!query.TryGetValue(name, out var said)) return null;
            if (!RequestCheck.IsId(said.ToString())) wrong ??= $"{name} is no object ID";
            return said.ToString();
        }
        bool? Flag(string name)
        {
            if (!query.TryGetValue(name, out var said)) return null;
            if (bool.TryParse(said.ToString(), out bool flag)) return flag;
            wrong ??= $"{name} is neither true nor false";
            return null;
        }
        string? Name(string name)
        {
            if (!query.TryGetValue(name, out var said)) return null;
            if (said.Count > 1) wrong ??= $"{name} is stated more than once";
            if (!RequestCheck.IsName(said.ToString())) wrong ??= $"{name} has not 1 to 128 characters";
            return said.ToString();
        }
        // a list is stated word by word: objects=EVENT&objects=VEN, the yaml's style
        List<AdrKind> objects = [];
        foreach (string? one in query["objects"])
        {
            int at = Array.IndexOf(kinds, one);
            if (at >= 0) objects.Add((AdrKind)at);
            else wrong ??= $"objects: each one of {string.Join(", ", kinds)} is expected";
        }
        string[] targets = [.. query["targets"].Select(one => one ?? "")];
        if (!targets.All(RequestCheck.IsName)) wrong ??= "a target has not 1 to 128 characters";
        VtnQuery read = new()
        {
            Targets = targets,
            Objects = objects,
            Skip = Whole("skip", 0, int.MaxValue),
            Limit = Whole("limit", LimitMost, LimitMost),
            Active = Flag("active"),
            ProgramId = Id("programID"),
            EventId = Id("eventID"),
            VenId = Id("venID"),
            ClientName = Name("clientName"),
            VenName = Name("venName"),
            ResourceName = Name("resourceName"),
        };
        return read with { Refusal = wrong };
    }

    /// <param name="programOf">Program of an event, for reports.</param>
    public bool Fits(AdrObject one, DateTimeOffset now, Func<string, string?> programOf) => one switch
    {
        AdrEvent signal => (ProgramId is null || signal.ProgramId == ProgramId) && (Active != true || IsActive(signal, now)),
        AdrReport report => (ProgramId is null || programOf(report.EventId) == ProgramId) && (EventId is null || report.EventId == EventId)
            && (ClientName is null || report.ClientName == ClientName),
        AdrSubscription subscription => (ProgramId is null || subscription.ProgramId == ProgramId)
            && (ClientName is null || subscription.ClientName == ClientName)
            && (Objects.Count == 0 || subscription.Operations.Any(operation => operation.Objects.Any(Objects.Contains))),
        AdrVen ven => VenName is null || ven.Name == VenName,
        AdrResource resource => (ResourceName is null || resource.Name == ResourceName) && (VenId is null || resource.VenId == VenId),
        _ => true,
    };

    /// <summary>Not over: its last interval, repeated as its duration says, still lies ahead. One without intervals is over when its
    /// period is.</summary>
    private static bool IsActive(AdrEvent signal, DateTimeOffset now)
    {
        DateTimeOffset seen = signal.Created ?? now;
        if (signal.Intervals.Count > 0)
            return EventCourse.Of(signal, grants: false, new(now, DateTimeOffset.MaxValue.AddDays(-400), seen, null)).Count > 0
                || signal.Period is { IsCancel: true } && !EventCourse.IsCancelled(signal);
        if (signal.Period is not { Duration: { IsZero: false } duration } period || signal.ReportDescriptors.Any(one => one.Repeat < 0))
            return true;
        return duration.After(period.Start?.At ?? seen) > now;
    }
}
