using System.Globalization;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>Makes the reports that events ask for and brings them to the VTN.</summary>
/// <remarks>
///   One report for each descriptor and period, with a name that says which. Who is late sends the last missed period only.
///   A write that nobody answered may still be stored: what is there is read and compared before anything is sent again.
/// </remarks>
internal sealed class VenReporter(VenSetting setting, VtnDoor door, VtnLists lists, Func<Evidence, CancellationToken, ValueTask> note)
{
    private const int TriesMost = 3, NameMost = 128;
    private static readonly TimeSpan waitLeast = TimeSpan.FromMinutes(1), waitMost = TimeSpan.FromMinutes(15);
    private readonly Dictionary<string, SentReport> sent = [];

    /// <summary>What was not taken waits, each time twice as long.</summary>
    private readonly Dictionary<string, (DateTimeOffset Until, TimeSpan Wait)> waiting = [];

    public IReadOnlyDictionary<string, SentReport> Sent => sent;

    public void Restore(IReadOnlyDictionary<string, SentReport> saved)
    {
        foreach ((string key, SentReport one) in saved) sent[key] = one;
    }

    /// <summary>Sends what is due; whether anything was.</summary>
    public async ValueTask<bool> RunAsync(IEnumerable<RememberedEvent> events, ReportSources sources, DateTimeOffset now,
        CancellationToken stop)
    {
        bool any = false;
        HashSet<string> asked = [];
        foreach (RememberedEvent known in events.ToArray())
        {
            for (int i = 0; i < known.Event.ReportDescriptors.Count; i++)
            {
                AdrReportDescriptor descriptor = known.Event.ReportDescriptors[i];
                string key = string.Create(CultureInfo.InvariantCulture,
                    $"{known.Event.Id}/{known.Event.Created?.UtcTicks ?? 0}/{i}/{ReportTypes.Canonical(descriptor.PayloadType)}");
                asked.Add(key);
                if (waiting.TryGetValue(key, out (DateTimeOffset Until, TimeSpan Wait) put) && now < put.Until) continue;
                if (EventCourse.IsCancelled(known.Event) || Due(known, descriptor, key, now) is not { } due) continue;
                if (!await DeliverAsync(Report(known.Event, descriptor, due, i, sources), stop).ConfigureAwait(false))
                {
                    TimeSpan wait = put.Wait == TimeSpan.Zero ? waitLeast : 2 * put.Wait < waitMost ? 2 * put.Wait : waitMost;
                    waiting[key] = (now + wait, wait);
                    continue;
                }
                waiting.Remove(key);
                sent[key] = new(due.Number, now);
                any = true;
            }
        }
        foreach (string old in waiting.Keys.Where(key => !asked.Contains(key)).ToArray()) waiting.Remove(old);
        foreach (string old in sent.Keys.Where(key => !asked.Contains(key)).ToArray()) sent.Remove(old);
        return any;
    }

    private ReportDue? Due(RememberedEvent known, AdrReportDescriptor descriptor, string key, DateTimeOffset now)
    {
        SentReport? before = sent.GetValueOrDefault(key);
        if (!ReportTimes.IsVenChosen(known.Event, descriptor))
            return ReportTimes.Latest(known.Event, descriptor, known.FirstSeen, now) is { } due
                && (before is null || due.Number > before.Number) ? due : null;
        if (before is not null && now - before.At < setting.ReportEvery) return null;
        TimeSpan span = setting.ReportEvery;
        return new((before?.Number ?? -1) + 1, now, [descriptor.Historical && !IsAhead(descriptor) ? new(0, now - span, now)
            : new(0, now, now + span)]);
    }

    /// <summary>Offers and reservations are about times to come, whatever the descriptor's default says.</summary>
    private static bool IsAhead(AdrReportDescriptor descriptor) => ReportTypes.Canonical(descriptor.PayloadType)
        is ReportTypes.LoadShed or ReportTypes.UpRegulation or ReportTypes.DownRegulation or ReportTypes.ImportReservation
            or ReportTypes.ImportReservationFee or ReportTypes.UsageForecast;

    private AdrReport Report(AdrEvent signal, AdrReportDescriptor descriptor, ReportDue due, int index, ReportSources sources)
    {
        string type = ReportTypes.Canonical(descriptor.PayloadType);
        (string? units, string? reading) = ReportContent.Described(descriptor);
        List<AdrInterval> intervals = [.. due.Intervals.Select(one =>
            new AdrInterval(one.Id, new(AdrMoment.Of(one.From), AdrDuration.Of(one.To - one.From)),
                ReportContent.Of(descriptor, one, sources)))];
        int? confidence = intervals.SelectMany(one => one.Payloads)
            .FirstOrDefault(one => one.Type == ReportTypes.Confidence)?.Figure is { } share ? (int)Math.Round(100 * share) : null;
        List<AdrDescriptor> descriptors = [new(type) { IsOfReport = true, Units = units, ReadingType = reading, Confidence = confidence }];
        if (intervals.Exists(one => one.Payloads.Any(payload => payload.Type == ReportTypes.ImportReservationFee))
            && type != ReportTypes.ImportReservationFee)
            descriptors.Add(new(ReportTypes.ImportReservationFee) { IsOfReport = true, Units = "USD" });
        string resource = descriptor.Aggregate || setting.Resources.Count != 1 ? setting.Resources.Count > 1 || descriptor.Aggregate
            ? AdrReport.Aggregated : setting.Name : setting.Resources[0];
        return new()
        {
            EventId = signal.Id,
            ClientName = setting.Name,
            Name = Named($"{signal.Id} {type}", string.Create(CultureInfo.InvariantCulture, $" {index}.{due.Number}")),
            Descriptors = descriptors,
            Resources = [new(resource, null, intervals)],
        };
    }

    /// <summary>As long as openadr3.yaml lets a name be; what tells reports of an event apart stands at the end.</summary>
    private static string Named(string what, string number)
    {
        int length = Math.Min(what.Length, NameMost - number.Length);
        if (length < what.Length && char.IsHighSurrogate(what[length - 1])) length--;
        return what[..length] + number;
    }

    private async ValueTask<bool> DeliverAsync(AdrReport report, CancellationToken stop)
    {
        byte[] body = AdrWriter.Request(report, isBusiness: false);
        string path = "reports";
        HttpMethod method = HttpMethod.Post;
        for (int i = 0; i < TriesMost; i++)
        {
            await note(new("openadr", setting.Name, $"{method.Method} {path}", body) { IsSent = true }, stop).ConfigureAwait(false);
            VtnReply reply = await door.SendAsync(method, path, body, stop).ConfigureAwait(false);
            if (reply.IsGood) return true;
            await note(new("openadr", setting.Name, $"report answered {reply.Status}", reply.Body), stop).ConfigureAwait(false);
            if (!reply.IsUnsure && reply.Status != 409) return reply.IsRefusal;
            string query = $"reports?eventID={Uri.EscapeDataString(report.EventId)}&clientName={Uri.EscapeDataString(report.ClientName)}";
            WholeList<AdrReport> there = await lists.AllAsync(query, AdrReader.Reports, stop).ConfigureAwait(false);
            if (!there.IsWhole) return false;
            AdrReport? same = there.Items.LastOrDefault(one => one.Name == report.Name);
            if (same is null && reply.Status == 409) return true;
            if (same is null) continue;
            if (AdrWriter.Request(same, isBusiness: false).AsSpan().SequenceEqual(body)) return true;
            (method, path) = (HttpMethod.Put, $"reports/{same.Id}");
        }
        return false;
    }
}
