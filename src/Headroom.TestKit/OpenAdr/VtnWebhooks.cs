using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Headroom.Protocols.OpenAdr;

namespace Headroom.TestKit.OpenAdr;

/// <summary>Calls subscribers back: a proof of ownership first, then notifications with a few tries each. A callback that keeps failing is
/// broken and left alone.</summary>
internal sealed class VtnWebhooks : IAsyncDisposable
{
    private const int TriesMost = 3, FailuresMost = 5;
    private readonly VtnSetting setting;
    private readonly VtnMischief mischief;
    private readonly WebhookGuard guard;
    private readonly HttpClient client;
    private readonly Channel<(AdrObjectOperation To, byte[] Body)> queue = Channel.CreateBounded<(AdrObjectOperation, byte[])>(10_000);
    private readonly ConcurrentDictionary<string, int> failures = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task sending;

    public VtnWebhooks(VtnSetting setting, VtnMischief mischief)
    {
        (this.setting, this.mischief, guard) = (setting, mischief, new(setting));
        client = guard.NewClient();
        sending = SendAllAsync();
    }

    /// <summary>Why the callbacks of a subscription are refused; null where all of them answered.</summary>
    public async ValueTask<string?> RefusalAsync(AdrSubscription subscription, CancellationToken stop)
    {
        foreach (string url in subscription.Operations.Select(one => one.CallbackUrl).Distinct())
        {
            if (await guard.RefusalAsync(url, stop).ConfigureAwait(false) is { } why) return $"callbackUrl {why}";
            if (!await EchoesAsync(url, stop).ConfigureAwait(false)) return "callbackUrl does not answer the echo";
            failures.TryRemove(url, out _);
        }
        return null;
    }

    public void Send(AdrObjectOperation to, AdrNotification notification)
    {
        if (failures.GetValueOrDefault(to.CallbackUrl) < FailuresMost)
            queue.Writer.TryWrite((to, MischiefBody.Spoiled(AdrWriter.Notification(notification), mischief, isPushed: true)));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(false);
        client.Dispose();
        stop.Dispose();
    }

    private async Task<bool> EchoesAsync(string url, CancellationToken stop)
    {
        string word = mischief.ProbesEchoPath ? "test_echo" : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string probe = mischief.ProbesEchoPath ? $"{url.TrimEnd('/')}/echo?echo={word}"
            : $"{url}{(url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}echo={word}";
        try
        {
            using HttpResponseMessage answer = await client.GetAsync(new Uri(probe), stop).ConfigureAwait(false);
            string body = (await answer.Content.ReadAsStringAsync(stop).ConfigureAwait(false)).Trim();
            return answer.StatusCode == System.Net.HttpStatusCode.OK && (body == word || body == $"\"{word}\"");
        }
        catch (Exception wrong) when (wrong is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            await foreach ((AdrObjectOperation to, byte[] body) in queue.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                bool isThrough = false;
                for (int i = 0; i < TriesMost && !isThrough && failures.GetValueOrDefault(to.CallbackUrl) < FailuresMost; i++)
                {
                    if (i > 0) await Task.Delay(TimeSpan.FromMilliseconds(100 << i), stop.Token).ConfigureAwait(false);
                    isThrough = await SendAsync(to, body).ConfigureAwait(false);
                }
                if (isThrough) failures.TryRemove(to.CallbackUrl, out _);
                else failures.AddOrUpdate(to.CallbackUrl, 1, (_, before) => before + 1);
            }
        }
        catch (OperationCanceledException)
        {
            // the VTN stops: what is not delivered is only a hint that is lost
        }
    }

    private async Task<bool> SendAsync(AdrObjectOperation to, byte[] body)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, to.CallbackUrl) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        if (to.BearerToken is { } token) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (setting.WebhookSecret is { } secret)
            request.Headers.Add("X-OpenADR-Signature",
                "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        try
        {
            using HttpResponseMessage answer = await client.SendAsync(request, stop.Token).ConfigureAwait(false);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception wrong) when (wrong is HttpRequestException or TaskCanceledException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
