using System.Net.Http.Headers;
using System.Text;
using Headroom.Protocols;
using Headroom.Protocols.Coordination;

namespace Headroom.TestKit.Conformance;

/// <summary>An answer of an implementation.</summary>
public sealed record ProbeAnswer(int Status, string Type, byte[] Body)
{
    /// <summary>The acknowledgement in it; null for none.</summary>
    public Acknowledgement? Acknowledgement => CoordinationAnswer.Read<Acknowledgement>(Body, out _) is { Kind: "acknowledgement" } one
        ? one : null;

    public override string ToString() => $"{Status} {(Body.Length > 300 ? Encoding.UTF8.GetString(Body, 0, 300) + "…" : Encoding.UTF8.GetString(Body))}";
}

/// <summary>Speaks to an implementation as an authority does, and tidies up after every rule.</summary>
public sealed class ConformanceProbe : IDisposable
{
    private readonly HttpClient client;
    private readonly Uri root;
    private readonly string token;
    private readonly string run = Guid.NewGuid().ToString("N")[..8];
    private readonly List<CoordinationMessage.Limit> posted = [];
    private string rule = "";
    private DateTimeOffset issued;
    private long sequence;

    internal ConformanceProbe(Uri url, string token, ConformanceSetting setting, CancellationToken stop)
    {
        (this.token, Setting, Stop) = (token, setting, stop);
        root = new(url.ToString().TrimEnd('/') + "/protocol/v1/");
        client = new() { Timeout = setting.TimeOut };
    }

    public ConformanceSetting Setting { get; }
    public CancellationToken Stop { get; }

    /// <summary>What the site said of itself.</summary>
    public SiteDescription Site { get; private set; } = new("", default, [], []);

    /// <summary>For whom the rules speak.</summary>
    public SpeakerName Speaker { get; private set; }

    /// <summary>The site's time, as it told it last.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>More than any site imports [kW].</summary>
    public double LooseKilowatts => 10 * (Site.ConnectionKilowatts ?? 1e8);

    internal async Task<string?> BeginAsync()
    {
        ProbeAnswer answer = await GetAsync("").ConfigureAwait(false);
        if (answer.Status != 200) return $"{answer}";
        if (CoordinationAnswer.Read<SiteDescription>(answer.Body, out Malformed? wrong) is not { } site) return $"{wrong}";
        Site = site;
        if (site.Speaks is null or { Count: 0 }) return "the token may speak for nobody";
        (Speaker, Now, issued) = (site.Speaks[0], site.Now, site.Now);
        return null;
    }

    internal void Begin(string id) => rule = id;

    /// <summary>Takes back what the rule demanded.</summary>
    internal async Task<string?> EndAsync()
    {
        foreach (CoordinationMessage.Limit limit in posted)
            await PostAsync("cancellations", Stamped(new CoordinationMessage.Cancel
            {
                Source = limit.Source,
                Issued = default,
                Name = limit.Name
            })).ConfigureAwait(false);
        posted.Clear();
        return null;
    }

    /// <summary>A limit of this rule that nobody feels, from now on without an end.</summary>
    public CoordinationMessage.Limit Loose(string tail = "a") => Stamped(new CoordinationMessage.Limit
    {
        Source = Speaker,
        Issued = default,
        Name = $"conform-{run}-{rule}-{tail}",
        From = Now,
        LevelKilowatts = LooseKilowatts,
    });

    /// <summary>The same message with a newer stamp and an id of its own.</summary>
    public T Stamped<T>(T message) where T : CoordinationMessage
    {
        ArgumentNullException.ThrowIfNull(message);
        return message with { Issued = issued, Sequence = ++sequence, Id = $"{run}-{sequence}" };
    }

    public CoordinationMessage.Heartbeat Heartbeat() => Stamped(new CoordinationMessage.Heartbeat { Source = Speaker, Issued = default });

    public CoordinationMessage.Cancel Cancel(CoordinationMessage.Limit limit) =>
        Stamped(new CoordinationMessage.Cancel { Source = limit.Source, Issued = default, Name = limit.Name });

    public Task<ProbeAnswer> SendAsync(CoordinationMessage message)
    {
        if (message is CoordinationMessage.Limit limit && limit.Source == Speaker
            && !posted.Any(one => one.Name == limit.Name)) posted.Add(limit);
        return PostAsync(message switch
        {
            CoordinationMessage.Limit => "limits",
            CoordinationMessage.Cancel => "cancellations",
            _ =>
            "heartbeats"
        }, message);
    }

    /// <summary>A limit of this rule with its text changed; taken back as the others are.</summary>
    internal Task<ProbeAnswer> SendAsync(CoordinationMessage.Limit limit, Func<string, string> change)
    {
        posted.Add(limit);
        return SendAsync("limits", change(Encoding.UTF8.GetString(limit.Write())));
    }

    /// <summary>Any text to a path.</summary>
    public Task<ProbeAnswer> SendAsync(string path, string body, string type = CoordinationWords.Json) =>
        AskAsync(HttpMethod.Post, path, token, new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type)));

    public Task<ProbeAnswer> GetAsync(string path) => AskAsync(HttpMethod.Get, path, token, null);

    /// <param name="shown">Null for no token.</param>
    public Task<ProbeAnswer> GetAsAsync(string path, string? shown) => AskAsync(HttpMethod.Get, path, shown, null);

    /// <exception cref="FormatException">It is none.</exception>
    public async Task<T> AnswerAsync<T>(string path) where T : CoordinationAnswer
    {
        ProbeAnswer answer = await GetAsync(path).ConfigureAwait(false);
        if (answer.Status != 200) throw new FormatException($"GET {path}: {answer}");
        return CoordinationAnswer.Read<T>(answer.Body, out Malformed? wrong) ?? throw new FormatException($"GET {path}: {wrong}");
    }

    public async Task<double> CeilingAsync() => (await AnswerAsync<SiteState>("state").ConfigureAwait(false)).CeilingKilowatts
        ?? throw new FormatException("The site states no ceiling.");

    /// <summary>A limit as it is listed and not over; null where it is not.</summary>
    public async Task<LimitWords?> ListedAsync(CoordinationMessage.Limit limit) =>
        (await AnswerAsync<LimitList>("limits").ConfigureAwait(false)).Limits.FirstOrDefault(one => one.Name == limit.Name
        && one.Source == limit.Source && one.State is not ("over" or "returning"));

    /// <summary>Waits for something to hold.</summary>
    /// <returns>What is wrong; null once it holds.</returns>
    public async Task<string?> UntilAsync(Func<Task<string?>> wrong)
    {
        long from = Environment.TickCount64;
        while (true)
        {
            string? why = await wrong().ConfigureAwait(false);
            if (why is null || Environment.TickCount64 - from > Setting.Patience.TotalMilliseconds) return why;
            await Task.Delay(50, Stop).ConfigureAwait(false);
        }
    }

    /// <summary>Events of the stream until enough have come or patience ends.</summary>
    /// <param name="act">Called once the stream is open.</param>
    public async Task<IReadOnlyList<(string Event, string Data)>> StreamAsync(Func<Task> act,
        Func<IReadOnlyList<(string Event, string Data)>, bool> enough)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        patience.CancelAfter(Setting.Patience);
        List<(string, string)> events = [];
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(root, "stream"));
        request.Headers.Authorization = new("Bearer", token);
        try
        {
            using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead,
                patience.Token).ConfigureAwait(false);
            if (response.Content.Headers.ContentType?.MediaType != "text/event-stream")
                throw new FormatException($"{(int)response.StatusCode} {response.Content.Headers.ContentType}, no text/event-stream");
            using StreamReader reader = new(await response.Content.ReadAsStreamAsync(patience.Token).ConfigureAwait(false));
            await act().ConfigureAwait(false);
            string name = "message";
            while (!enough(events) && await reader.ReadLineAsync(patience.Token).ConfigureAwait(false) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line["event: ".Length..];
                else if (line.StartsWith("data: ", StringComparison.Ordinal)) events.Add((name, line["data: ".Length..]));
            }
        }
        catch (OperationCanceledException) when (!Stop.IsCancellationRequested)
        {
            // patience is over; what came is judged
        }
        return events;
    }

    public void Dispose() => client.Dispose();

    private Task<ProbeAnswer> PostAsync(string path, CoordinationMessage message) =>
        SendAsync(path, Encoding.UTF8.GetString(message.Write()));

    private async Task<ProbeAnswer> AskAsync(HttpMethod method, string path, string? shown, HttpContent? body)
    {
        using HttpRequestMessage request = new(method, path.Length == 0 ? new Uri(root.ToString().TrimEnd('/'))
            : new Uri(root, path))
        { Content = body };
        if (shown is not null) request.Headers.Authorization = new("Bearer", shown);
        using HttpResponseMessage response = await client.SendAsync(request, Stop).ConfigureAwait(false);
        return new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "",
            await response.Content.ReadAsByteArrayAsync(Stop).ConfigureAwait(false));
    }
}
